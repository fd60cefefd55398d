import { expect, it } from "vitest";
import { optionLines, optionsFrom } from "./options";

it("reads one choice a line and drops blanks and repeats", () => {
  expect(optionsFrom(" 高 \n\n中\n高")).toEqual([
    { value: "高", label: "高" },
    { value: "中", label: "中" },
  ]);
});

it("writes what it read", () => {
  expect(optionLines(optionsFrom("a\nb"))).toBe("a\nb");
});
