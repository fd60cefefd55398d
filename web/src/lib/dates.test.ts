import { describe, expect, it } from "vitest";
import { exactTime, relativeTime } from "./dates";

const now = new Date("2026-11-22T12:00:00Z");

describe("relative time", () => {
  it.each([
    ["2026-11-22T11:59:40Z", "just now"],
    ["2026-11-22T11:57:00Z", "3 min. ago"],
    ["2026-11-21T12:00:00Z", "yesterday"],
    ["2026-11-19T11:00:00Z", "3 days ago"],
    ["2026-12-22T12:00:00Z", "next mo."],
  ])("%s is %s", (iso, expected) => expect(relativeTime(iso, "en", now)).toBe(expected));

  it("leaves alone what is no time", () => expect(relativeTime("soon", "en", now)).toBe("soon"));
});

describe("exact time", () => {
  it("has seconds in local time", () => {
    const local = new Date(2026, 0, 2, 3, 4, 5);
    expect(exactTime(local.toISOString())).toBe("2026-01-02 03:04:05");
  });

  it("leaves alone what is no time", () => expect(exactTime("soon")).toBe("soon"));
});
