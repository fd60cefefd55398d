import { expect, test } from "vitest";
import { fromInput, shortTime, toInput } from "./moments";

test("a moment goes into an input and comes back", () => {
  const at = new Date("2026-11-20T10:05:00.000Z");
  expect(fromInput(toInput(at))).toBe("2026-11-20T10:05:00.000Z");
  expect(shortTime("2026-11-20T10:05:42.000Z")).toBe(toInput(at).replace("T", " "));
});
