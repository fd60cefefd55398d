import { expect, test } from "vitest";
import { clockOf, hoursText, joined, minuteOf, spansOf, yearsOf } from "./days";

test("times of a day", () => {
  expect(clockOf(540)).toBe("09:00");
  expect(clockOf(1440)).toBe("24:00");
  expect(minuteOf("9:05")).toBe(545);
  expect(minuteOf("09\uff1a00")).toBe(540);
  for (const text of ["", "9", "09:60", "24:01", "x"]) expect(minuteOf(text)).toBeNull();
});

test("hours are written as people write them, and read back", () => {
  const spans = [
    { start: 540, end: 720 },
    { start: 780, end: 1080 },
  ];
  expect(hoursText(spans)).toBe("09:00-12:00, 13:00-18:00");
  expect(spansOf(hoursText(spans))).toEqual(spans);
  expect(spansOf("9:00~12:00\uff0c13:00\u81f318:00")).toEqual(spans);
  expect(spansOf("  ")).toEqual([]);
  expect(spansOf("9-12")).toBeNull();
  expect(spansOf("09:00-12:00-13:00")).toBeNull();
});

test("what was read wins, and days stand in order", () => {
  const there = [
    { day: "2027-01-02", kind: "off" as const, name: "x" },
    { day: "2026-10-01", kind: "off" as const },
  ];
  const read = [
    { day: "2027-01-02", kind: "work" as const },
    { day: "2027-01-01", kind: "off" as const },
  ];
  expect(joined(there, read).map(({ day, kind }) => `${day} ${kind}`)).toEqual([
    "2026-10-01 off",
    "2027-01-01 off",
    "2027-01-02 work",
  ]);
  expect(yearsOf(joined(there, read))).toEqual(["2027", "2026"]);
});
