import { expect, test } from "vitest";
import type { Moment } from "./api";
import { byDay, dayName, nearness } from "./days";

const moment = (at: string): Moment => ({ at, id: at, kind: "note" }) as Moment;

test("moments of one day stand together, in their order", () => {
  const days = byDay([
    moment("2026-11-22T10:00:00"),
    moment("2026-11-22T08:00:00"),
    moment("2026-11-21T23:59:00"),
  ]);
  expect(days.map((day) => [day.key, day.moments.length])).toEqual([
    ["2026-11-22", 2],
    ["2026-11-21", 1],
  ]);
});

test("today and yesterday have names, also over the turn of a month", () => {
  const now = new Date("2026-12-01T00:30:00");
  expect(nearness(new Date("2026-12-01T23:00:00"), now)).toBe("today");
  expect(nearness(new Date("2026-11-30T01:00:00"), now)).toBe("yesterday");
  expect(nearness(new Date("2026-11-29T01:00:00"), now)).toBeNull();
  expect(nearness(new Date("2026-12-02T01:00:00"), now)).toBeNull();
});

test("another year is said", () => {
  const now = new Date("2026-11-22T12:00:00");
  expect(dayName(new Date("2026-11-20T12:00:00"), "zh-CN", now)).not.toContain("2026");
  expect(dayName(new Date("2025-11-20T12:00:00"), "zh-CN", now)).toContain("2025");
});
