import { expect, test } from "vitest";
import { grouped } from "./numbers";

test("digits in groups of three, and every digit kept", () => {
  const shown = [
    "6400",
    "999",
    "-1234567.8901",
    "12345678901234567890",
    "2026-11-22",
    "0571",
    "",
  ].map(grouped);
  expect(shown).toEqual([
    "6,400",
    "999",
    "-1,234,567.8901",
    "12,345,678,901,234,567,890",
    "2026-11-22",
    "0,571",
    "",
  ]);
});
