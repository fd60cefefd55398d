import { describe, expect, it } from "vitest";
import { field, group, member } from "./testing";
import {
  asMerge,
  type Bench,
  kept,
  losers,
  reduce,
  type Step,
  shown,
  start,
  undecided,
} from "./workbench";

const name = field(
  "name",
  { a: "A", b: "B", c: "C" },
  { picks: { a: "a", b: "b", c: "c" }, why: "kept" },
);
const job = field("job", { a: "short", b: "longer", c: "" }, { picks: { a: "b", b: "b", c: "b" } });
const sex = field(
  "sex",
  { a: "f", b: "m", c: "" },
  { picks: { a: "a" }, why: "clash", clash: true },
);
const phone = field(
  "phone",
  { a: "1", b: "2", c: "" },
  { several: true, choosable: false, why: null },
);
const city = field("city", { a: "x", b: "x", c: "x" }, { verdict: "same", choosable: false });
const only = field(
  "web",
  { a: "", b: "", c: "w" },
  { verdict: "only", choosable: false, picks: { a: "c" } },
);

const trio = group([member("a"), member("b"), member("c")], [only, name, phone, job, sex, city]);

const having = (...steps: Step[]): Bench =>
  steps.reduce((bench, step) => reduce(trio, bench, step), start(trio));

describe("the workbench", () => {
  it("starts with what the server proposes", () => {
    expect(start(trio)).toEqual({ survivor: "a", left: [], choices: {}, row: -1, column: 0 });
  });

  it("shows contradictions first, then differences, then what only some have", () => {
    expect(shown(trio).map((each) => each.code)).toEqual(["sex", "name", "phone", "job", "web"]);
  });

  it("keeps what the rules say for the survivor that was chosen", () => {
    expect([kept(name, having()), kept(job, having())]).toEqual(["a", "b"]);
    const bench = having({ do: "survive", member: "c" });
    expect([kept(name, bench), kept(job, bench), bench.column]).toEqual(["c", "b", 2]);
  });

  it("keeps everything where a customer may have several", () => {
    expect(kept(phone, having())).toBe(null);
  });

  it("walks through the fields that can be chosen and takes the value under the cursor", () => {
    const down: Step = { do: "move", rows: 1, columns: 0 };
    const right: Step = { do: "move", rows: 0, columns: 1 };
    const bench = having(down, down, right, { do: "choose-here" });
    expect([bench.row, bench.column, bench.choices]).toEqual([1, 1, { name: "b" }]);
    expect(kept(name, bench)).toBe("b");
    const end = having(down, down, down, down, down, right, right, right, right);
    expect([end.row, end.column]).toEqual([2, 2]);
    expect(having({ do: "move", rows: -1, columns: -1 })).toMatchObject({ row: 0, column: 0 });
  });

  it("does nothing before the cursor is on a field, nor with a value that is not there", () => {
    expect(having({ do: "choose-here" }).choices).toEqual({});
    expect(having({ do: "choose", field: "job", member: "c" }).choices).toEqual({});
    expect(having({ do: "choose", field: "phone", member: "b" }).choices).toEqual({});
  });

  it("waits for a contradiction to be decided, by choosing or by leaving one out", () => {
    expect(undecided(trio, having()).map((each) => each.code)).toEqual(["sex"]);
    expect(undecided(trio, having({ do: "choose", field: "sex", member: "b" }))).toEqual([]);
    expect(undecided(trio, having({ do: "leave", member: "b" }))).toEqual([]);
  });

  it("merges only those that are ticked, by the versions that were seen", () => {
    const bench = having(
      { do: "choose", field: "job", member: "b" },
      { do: "choose", field: "name", member: "c" },
      { do: "leave", member: "b" },
    );
    expect(losers(trio, bench)).toEqual(["c"]);
    expect(asMerge(trio, bench)).toEqual({
      survivor_id: "a",
      loser_ids: ["c"],
      choices: { name: "c" },
      versions: { a: 3, c: 3 },
    });
    expect(losers(trio, reduce(trio, bench, { do: "leave", member: "b" }))).toEqual(["b", "c"]);
  });

  it("never leaves out the survivor, and takes back who becomes it", () => {
    expect(having({ do: "leave", member: "a" }).left).toEqual([]);
    const bench = having({ do: "leave", member: "c" }, { do: "survive", member: "c" });
    expect([bench.survivor, bench.left]).toEqual(["c", []]);
  });

  it("leaves out who is only shared, for good", () => {
    const shared = group([member("a"), member("b", { joinable: false })], [name]);
    const bench = start(shared);
    expect(losers(shared, bench)).toEqual([]);
    expect(reduce(shared, bench, { do: "leave", member: "b" })).toBe(bench);
    expect(reduce(shared, bench, { do: "survive", member: "b" })).toBe(bench);
  });
});
