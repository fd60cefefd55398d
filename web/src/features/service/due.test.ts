import { expect, test } from "vitest";
import type { Case } from "./api";
import { dayIn, daysUntil, dueOf, spanOf } from "./due";

function row(clock: Partial<Case["clock"]>, more: Partial<Case> = {}): Case {
  const first_due_at = "2026-11-23T12:00:00Z";
  return {
    due_at: first_due_at,
    answered_at: null,
    clock: { first_due_at, pressing: "calm", left_minutes: 120, ...clock },
    ...more,
  } as Case;
}

test("working time is told in minutes, then in hours, and never in days", () => {
  expect(spanOf(0)).toEqual({ unit: "minutes", value: 0 });
  expect(spanOf(59)).toEqual({ unit: "minutes", value: 59 });
  expect(spanOf(-60)).toEqual({ unit: "hours", value: 1 });
  expect(spanOf(119)).toEqual({ unit: "hours", value: 1.9 });
  expect(spanOf(1830)).toEqual({ unit: "hours", value: 30 });
});

test("before the first answer that is what is due, afterwards the solution", () => {
  expect(dueOf(row({}))).toMatchObject({ what: "answer", pressing: "calm", span: { value: 2 } });
  const answered = {
    due_at: "2026-11-22T09:00:00Z",
    answered_at: "2026-11-22T08:00:00Z",
  };
  expect(dueOf(row({ pressing: "late", left_minutes: -30 }, answered))).toMatchObject({
    what: "solve",
    pressing: "late",
    span: { unit: "minutes", value: 30 },
  });
});

test("while the clock stands still what is left is told; once ended nothing is due", () => {
  const still = { pressing: "paused" as const, left_minutes: 1800 };
  expect(dueOf(row(still, { due_at: null }))).toEqual({
    kind: "paused",
    late: false,
    span: { unit: "hours", value: 30 },
  });
  expect(dueOf(row({ ...still, left_minutes: -5 }))).toMatchObject({ late: true });
  expect(dueOf(row({ pressing: "ended", left_minutes: null }, { due_at: null }))).toEqual({
    kind: "none",
  });
});

test("days are counted from the reader's own today", () => {
  const now = new Date("2026-11-23T23:30:00");
  expect(daysUntil("2026-11-23", now)).toBe(0);
  expect(daysUntil("2026-11-21", now)).toBe(-2);
  expect(daysUntil(dayIn(14, now), now)).toBe(14);
});
