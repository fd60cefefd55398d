import { expect, it } from "vitest";
import { columnChoices } from "./columns";
import { conditionText } from "./conditionText";
import { levelField } from "./figures";
import { listTexts } from "./locale";

const NAMES = { 0: "普通", 1: "内部", 2: "保密", 3: "严控" };
const texts = listTexts.zh as Parameters<typeof columnChoices>[1];
const offered = (clearance: 0 | 1 | 2 | 3) =>
  (levelField("密级", NAMES, clearance).options as { label: string; disabled?: boolean }[])
    .filter((each) => !each.disabled)
    .map((each) => each.label);

it("offers levels up to one's own clearance", () => {
  expect(offered(2)).toEqual(["普通", "内部", "保密"]);
  expect(levelField("密级", NAMES, 2).active).toBe(true);
});

it("offers neither condition nor column to who sees ordinary customers only", () => {
  expect(levelField("密级", NAMES, 0).active).toBe(false);
  const codes = (closer: boolean) => columnChoices([], texts, closer).map((each) => each.code);
  expect(codes(true)).toContain("classification");
  expect(codes(false)).not.toContain("classification");
});

it("says a colleague's condition in words all the same", () => {
  const condition = { field: "classification", op: "any", value: ["1", "3"] };
  const field = levelField("密级", NAMES, 0);
  expect(conditionText(condition, field, new Map(), texts, false)).toBe(
    "密级 是其中之一 内部、严控",
  );
});
