import { describe, expect, it } from "vitest";
import { change, workAddress } from "./Measures";
import type { Day } from "./types";

const day = (date: string, completeness: number | null): Day => ({
  day: date,
  customers: 1,
  scores: {
    overall: completeness,
    completeness,
    validity: null,
    freshness: null,
    verified: null,
    uniqueness: null,
  },
});

describe("the change of a figure", () => {
  it("compares with four weeks ago", () => {
    const trend = [day("2026-10-01", 10), day("2026-10-25", 40), day("2026-11-22", 55)];
    expect(change(trend, "completeness")).toEqual({ points: 15, days: 28 });
  });

  it("is nothing on the first day, and of what was not measured", () => {
    expect(change([day("2026-11-22", 55)], "completeness")).toBeNull();
    expect(change([], "overall")).toBeNull();
    expect(change([day("2026-11-01", null), day("2026-11-22", 55)], "completeness")).toBeNull();
  });
});

describe("the list behind a number", () => {
  it("keeps what narrows the page", () => {
    expect(workAddress({}, undefined)).toBe("/quality/work");
    expect(workAddress({ department: "7" }, "validity")).toBe(
      "/quality/work?department=7&measure=validity",
    );
  });
});
