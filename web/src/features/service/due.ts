import type { Case } from "./api";

export type Span = { unit: "minutes" | "hours" | "days"; value: number };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its largest unit that fits, never less than a minute. */
export function spanOf(seconds: number, day: number = DAY): Span {
  const whole = Math.abs(seconds);
  if (whole >= day) return { unit: "days", value: Math.floor(whole / day) };
  if (whole >= HOUR) return { unit: "hours", value: Math.floor(whole / HOUR) };
  return { unit: "minutes", value: Math.max(1, Math.floor(whole / MINUTE)) };
}

export type DueState =
  | { kind: "none" }
  | { kind: "running"; late: boolean; span: Span; what: "answer" | "solve"; at: string }
  | { kind: "paused"; late: boolean; span: Span };

/** What a case is due for, and how long until then. Working time, while the clock stands still, comes in hours. */
export function dueOf(row: Case, now: Date = new Date()): DueState {
  if (row.clock.left_minutes !== null) {
    const seconds = row.clock.left_minutes * MINUTE;
    const span = spanOf(seconds, Number.POSITIVE_INFINITY);
    return { kind: "paused", late: seconds < 0, span };
  }
  if (row.due_at === null) return { kind: "none" };
  const seconds = (new Date(row.due_at).getTime() - now.getTime()) / 1000;
  const answer = row.answered_at === null && row.due_at === row.clock.first_due_at;
  const what = answer ? "answer" : "solve";
  return { kind: "running", late: seconds < 0, span: spanOf(seconds), what, at: row.due_at };
}

/** Whole days from today until a day; below zero: it is over. */
export function daysUntil(day: string, now: Date = new Date()): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(`${day}T00:00:00Z`) - today) / (DAY * 1000));
}

/** The day so many days from today, as an input of days wants it. */
export function dayIn(days: number, now: Date = new Date()): string {
  const at = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days));
  return at.toISOString().slice(0, 10);
}
