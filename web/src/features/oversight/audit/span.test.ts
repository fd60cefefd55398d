import { expect, it } from "vitest";
import { spanOf } from "./span";

it("holds both days whole", () => {
  const { since = "", until = "" } = spanOf("2026-03-01", "2026-03-02");
  expect(new Date(since)).toEqual(new Date(2026, 2, 1));
  expect(new Date(until)).toEqual(new Date(2026, 2, 3));
  expect(spanOf("2026-12-31", "2026-12-31").until).toBe(new Date(2027, 0, 1).toISOString());
});

it("is open where no day is said", () => {
  expect(spanOf("", "")).toEqual({});
  expect(Object.keys(spanOf("2026-03-01", ""))).toEqual(["since"]);
  expect(spanOf("0202-03-01", "yesterday")).toEqual({});
});
