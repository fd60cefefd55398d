import { expect, test } from "vitest";
import { dueText, fromInput, morningIn, toInput } from "./days";

const NOW = new Date(2026, 10, 30, 15, 0);

test("so many days from today, over the turn of a month, at nine", () => {
  expect(toInput(morningIn(1, NOW))).toBe("2026-12-01T09:00");
});

test("an input is a moment, or nothing", () => {
  expect(fromInput(toInput(NOW))).toBe(NOW.toISOString());
  expect(fromInput("")).toBeNull();
  expect(fromInput("2026-13-01T09:00")).toBeNull();
});

test("near days have names, far ones a date, other years the year", () => {
  expect(dueText(morningIn(0, NOW).toISOString(), "zh-CN", NOW)).toBe("今天 09:00");
  expect(dueText(morningIn(-1, NOW).toISOString(), "zh-CN", NOW)).toBe("昨天 09:00");
  expect(dueText(morningIn(5, NOW).toISOString(), "zh-CN", NOW)).toContain("12月5日");
  expect(dueText(morningIn(60, NOW).toISOString(), "zh-CN", NOW)).toContain("2027");
});
