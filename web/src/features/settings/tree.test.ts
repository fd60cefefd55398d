import { describe, expect, it } from "vitest";
import { possibleParents, treeOf } from "./tree";

const rows = [
  { id: "1", name: "总公司", parent_id: null },
  { id: "2", name: "华东", parent_id: "1" },
  { id: "3", name: "杭州", parent_id: "2" },
  { id: "4", name: "华南", parent_id: "1" },
];

describe("trees", () => {
  it("nest children under parents", () => {
    const [top] = treeOf(rows);
    expect(top?.children?.map((each) => each.id)).toEqual(["2", "4"]);
    expect(top?.children?.[0]?.children?.map((each) => each.id)).toEqual(["3"]);
  });

  it("lose nobody whose parent is not in the list", () => {
    expect(treeOf([{ id: "9", name: "x", parent_id: "8" }]).map((each) => each.id)).toEqual(["9"]);
  });

  it("offer no parent below oneself", () => {
    expect(possibleParents(rows, "2").map((each) => each.id)).toEqual(["1", "4"]);
    expect(possibleParents(rows, null)).toHaveLength(4);
  });
});
