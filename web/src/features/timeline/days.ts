import type { Language } from "../../lib/preferences";
import type { Moment } from "./api";

export type Day = { key: string; at: Date; moments: Moment[] };

const keyOf = (at: Date) => `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;

/** Moments by the reader's own days, in the order they came. */
export function byDay(moments: readonly Moment[]): Day[] {
  const days: Day[] = [];
  for (const moment of moments) {
    const at = new Date(moment.at);
    const key = keyOf(at);
    const last = days.at(-1);
    if (last?.key === key) last.moments.push(moment);
    else days.push({ key, at, moments: [moment] });
  }
  return days;
}

/** How many days before today a day lies; null when it is longer ago than yesterday, or to come. */
export function nearness(day: Date, now: Date = new Date()): "today" | "yesterday" | null {
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (keyOf(day) === keyOf(now)) return "today";
  return keyOf(day) === keyOf(before) ? "yesterday" : null;
}

/** The date with its weekday, and with the year when it is another one. */
export function dayName(day: Date, language: Language, now: Date = new Date()): string {
  const year = day.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  const shape = { ...year, month: "short", day: "numeric", weekday: "short" } as const;
  return new Intl.DateTimeFormat(language, shape).format(day);
}
