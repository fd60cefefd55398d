import { describe, expect, it } from "vitest";
import { addsUp, clock, isBusy, percent, stepOf } from "./steps";

const counts = {
  rows: 10,
  created: 3,
  updated: 2,
  unchanged: 1,
  duplicate: 1,
  refused: 2,
  skipped_layout: 1,
  suspected: 2,
};

describe("an import's steps", () => {
  it("follow its state", () => {
    expect(stepOf("inspected")).toBe("mapping");
    expect(stepOf("checked")).toBe("check");
    expect(stepOf("filing")).toBe("filing");
    expect(stepOf("undone")).toBe("result");
  });

  it("ask again only while the server works", () => {
    expect(isBusy("filing")).toBe(true);
    expect(isBusy("checked")).toBe(false);
    expect(isBusy("done")).toBe(false);
  });

  it("notice a report that does not add up", () => {
    expect(addsUp(counts)).toBe(true);
    expect(addsUp({ ...counts, refused: 3 })).toBe(false);
  });

  it("show progress that never passes the end", () => {
    expect(percent(0, 0)).toBe(0);
    expect(percent(999, 1000)).toBe(99);
    expect(percent(1001, 1000)).toBe(100);
    expect(clock(75.4)).toBe("1:15");
  });
});
