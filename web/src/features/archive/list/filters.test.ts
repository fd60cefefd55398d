import { describe, expect, it } from "vitest";
import {
  type Condition,
  DEFAULT_COLUMNS,
  DEFAULT_SORT,
  fromSearch,
  fromView,
  isComplete,
  type ListState,
  resolveDate,
  sameState,
  toApiFilter,
  toSearch,
} from "./filters";

const plain: ListState = { filter: [], sort: DEFAULT_SORT, columns: [...DEFAULT_COLUMNS] };

const conditions: Condition[] = [
  { field: "region", op: "under", value: "330000" },
  { field: "custom:vip", op: "empty" },
  { field: "name", op: "contains", value: "a~b&c=d #[1]" },
  { field: "tags", op: "any", value: ["12", "1~3"] },
  { field: "founded_on", op: "between", value: ["today-30", "today"] },
];

describe("filters and the address bar", () => {
  it("leaves a plain list plain", () => expect(toSearch(plain).toString()).toBe(""));

  it.each(conditions)("keeps $field $op", (condition) => {
    const text = toSearch({ ...plain, filter: [condition] }).toString();
    expect(fromSearch(new URLSearchParams(text))).toEqual({ ...plain, filter: [condition] });
  });

  it("keeps sort, columns and the order of conditions", () => {
    const state = { filter: conditions, sort: "name", columns: ["kind", "custom:vip"] };
    expect(fromSearch(new URLSearchParams(toSearch(state).toString()))).toEqual(state);
  });

  it.each(["region", "region~", "~under~3", "region~under", "tags~any~[1", "tags~any~12"])(
    "drops the broken condition %s",
    (f) => expect(fromSearch(new URLSearchParams({ f })).filter).toEqual([]),
  );
});

describe("saved views", () => {
  it("survive what an older program stored", () => {
    expect(fromView({ filter: [null, 3, { field: "name" }], columns: [] })).toEqual(plain);
  });

  it("are recognised in the address bar", () => {
    const view = fromView({ filter: [conditions[0]], sort: "name" });
    expect(sameState(view, fromSearch(toSearch(view)))).toBe(true);
    expect(sameState(view, plain)).toBe(false);
  });
});

describe("dates relative to today", () => {
  const now = new Date(2026, 1, 28, 23, 59);
  it.each([
    ["today", "2026-02-28"],
    ["today+1", "2026-03-01"],
    ["today-59", "2025-12-31"],
    ["2020-01-02", "2020-01-02"],
    ["todayish", "todayish"],
  ])("%s → %s", (given, expected) => expect(resolveDate(given, now)).toBe(expected));
});

describe("what the server is asked", () => {
  it("nothing when nothing is complete", () => {
    expect(toApiFilter([{ field: "name", op: "eq", value: "" }])).toBeUndefined();
  });

  it("resolved dates and complete conditions", () => {
    const filter = toApiFilter(
      [...conditions, { field: "level", op: "any", value: [] }],
      new Date(2026, 10, 22),
    );
    expect(JSON.parse(filter ?? "")).toEqual([
      ...conditions.slice(0, 4),
      { field: "founded_on", op: "between", value: ["2026-10-23", "2026-11-22"] },
    ]);
  });

  it("knows half a range is no range", () => {
    expect(isComplete({ field: "employees", op: "between", value: ["1", ""] })).toBe(false);
  });
});
