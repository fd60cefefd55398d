import type { WorkDay, WorkSpan } from "./api";

const two = (value: number) => String(value).padStart(2, "0");

/** 540 as `09:00`; the end of a day is `24:00`. */
export function clockOf(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** `09:00` as 540; null when it is no time of a day. */
export function minuteOf(text: string): number | null {
  const [, hours = "", minutes = ""] = /^(\d{1,2})[:\uff1a](\d{2})$/.exec(text.trim()) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return hours !== "" && Number(minutes) < 60 && minute <= 1440 ? minute : null;
}

/** A day's hours as people write them: `09:00-12:00, 13:00-18:00`; empty on a day that is not worked. */
export function hoursText(spans: readonly WorkSpan[]): string {
  return spans.map(({ start, end }) => `${clockOf(start)}-${clockOf(end)}`).join(", ");
}

/** What such a text says; null when it cannot be read. */
export function spansOf(text: string): WorkSpan[] | null {
  const parts = text.split(/[,;\uff0c\uff1b\u3001]/).filter((part) => part.trim() !== "");
  const spans = parts.map((part) => {
    const [from = "", until = "", ...more] = part.split(/[-~\u2013\u2014\uff5e\u81f3\u5230]/);
    const [start, end] = [minuteOf(from), minuteOf(until)];
    return start === null || end === null || more.length > 0 ? null : { start, end };
  });
  return spans.every((span) => span !== null) ? spans : null;
}

/** The days there are with those that were read; what was read wins, day by day. */
export function joined(days: readonly WorkDay[], read: readonly WorkDay[]): WorkDay[] {
  const byDay = new Map([...days, ...read].map((each) => [each.day, each]));
  return [...byDay.values()].sort((one, other) => one.day.localeCompare(other.day));
}

/** Years in which days are marked, the latest first. */
export function yearsOf(days: readonly WorkDay[]): string[] {
  return [...new Set(days.map(({ day }) => day.slice(0, 4)))].sort().reverse();
}
