import type { Case } from "./api";

export type Span = { unit: "minutes" | "hours"; value: number };

const HOUR = 60;
// From here on a half hour more or less says nothing.
const MANY = 10;
const DAY_MS = 86_400_000;

/** Working time as people tell it: minutes, hours with a decimal, many hours whole. Days would not say how long a day is. */
export function spanOf(minutes: number): Span {
  const whole = Math.abs(minutes);
  if (whole < HOUR) return { unit: "minutes", value: whole };
  const hours = whole / HOUR;
  return { unit: "hours", value: hours < MANY ? Math.floor(hours * 10) / 10 : Math.floor(hours) };
}

export type DueState =
  | { kind: "none" }
  | {
      kind: "running";
      pressing: "late" | "soon" | "calm";
      span: Span;
      what: "answer" | "solve";
      at: string;
    }
  | { kind: "paused"; late: boolean; span: Span };

/** What a case is due for, and how much working time is left until then. */
export function dueOf(row: Case): DueState {
  const { pressing, left_minutes, first_due_at } = row.clock;
  if (left_minutes === null || pressing === "ended") return { kind: "none" };
  const span = spanOf(left_minutes);
  if (pressing === "paused") return { kind: "paused", late: left_minutes < 0, span };
  if (row.due_at === null) return { kind: "none" };
  const what = row.answered_at === null && row.due_at === first_due_at ? "answer" : "solve";
  return { kind: "running", pressing, span, what, at: row.due_at };
}

/** Whole days from today until a day; below zero: it is over. */
export function daysUntil(day: string, now: Date = new Date()): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(`${day}T00:00:00Z`) - today) / DAY_MS);
}

/** The day so many days from today, as an input of days wants it. */
export function dayIn(days: number, now: Date = new Date()): string {
  const at = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days));
  return at.toISOString().slice(0, 10);
}
