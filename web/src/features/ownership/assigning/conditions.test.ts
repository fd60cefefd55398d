import { describe, expect, it } from "vitest";
import { conditionsOf, whichOf } from "./conditions";

describe("the conditions of an assignment rule", () => {
  it("come out of the form as they went in, with those the form does not know", () => {
    const stored = [
      { field: "level", op: "any", value: ["A", "B"] },
      { field: "kind", op: "any", value: ["person"] },
      { field: "tags", op: "any", value: ["7"] },
      { field: "region", op: "under", value: ["330000"] },
      { field: "source", op: "eq", value: ["fair"] },
    ];
    const { rest, ...which } = whichOf(stored);
    expect(which).toEqual({ kinds: ["person"], tags: ["7"], region: "330000", source: "fair" });
    expect(rest).toEqual([stored[0]]);
    expect(conditionsOf(which, rest)).toEqual(stored);
  });

  it("are none when nothing is asked", () => {
    const nothing = { kinds: [], tags: [], region: "", source: "  " };
    expect(conditionsOf(nothing, [])).toEqual([]);
  });

  it("keep another operation on a field the form knows", () => {
    const stored = [{ field: "kind", op: "ne", value: ["person"] }];
    expect(whichOf(stored).rest).toEqual(stored);
    expect(whichOf(stored).kinds).toEqual([]);
  });
});
