import { expect, test } from "vitest";
import type { Case } from "./api";
import { dayIn, daysUntil, dueOf, spanOf } from "./due";

const NOW = new Date("2026-11-23T10:00:00Z");

function row(due: string | null, more: Partial<Case> = {}): Case {
  const clock = { first_due_at: "2026-11-23T12:00:00Z", left_minutes: null };
  return { due_at: due, answered_at: null, clock, ...more } as Case;
}

test("a length of time is told in its largest unit that fits", () => {
  expect(spanOf(10)).toEqual({ unit: "minutes", value: 1 });
  expect(spanOf(3599)).toEqual({ unit: "minutes", value: 59 });
  expect(spanOf(-3600)).toEqual({ unit: "hours", value: 1 });
  expect(spanOf(86_399)).toEqual({ unit: "hours", value: 23 });
  expect(spanOf(2 * 86_400)).toEqual({ unit: "days", value: 2 });
});

test("before the first answer that is what is due, afterwards the solution", () => {
  const first = dueOf(row("2026-11-23T12:00:00Z"), NOW);
  expect(first).toMatchObject({ what: "answer", late: false, span: { unit: "hours", value: 2 } });
  const answered = row("2026-11-22T09:00:00Z", { answered_at: "2026-11-22T08:00:00Z" });
  expect(dueOf(answered, NOW)).toMatchObject({
    what: "solve",
    late: true,
    span: { unit: "days", value: 1 },
  });
});

test("while the clock stands still, working time is left, in hours and not in days", () => {
  const clock = { first_due_at: "2026-11-23T12:00:00Z", left_minutes: 1800 } as Case["clock"];
  expect(dueOf(row(null, { clock }), NOW)).toEqual({
    kind: "paused",
    late: false,
    span: { unit: "hours", value: 30 },
  });
  expect(dueOf(row(null, { clock: { ...clock, left_minutes: -5 } }), NOW)).toMatchObject({
    late: true,
  });
  expect(dueOf(row(null), NOW)).toEqual({ kind: "none" });
});

test("days are counted from the reader's own today", () => {
  const now = new Date("2026-11-23T23:30:00");
  expect(daysUntil("2026-11-23", now)).toBe(0);
  expect(daysUntil("2026-11-21", now)).toBe(-2);
  expect(daysUntil(dayIn(14, now), now)).toBe(14);
});
