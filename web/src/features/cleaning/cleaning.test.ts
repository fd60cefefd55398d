import { describe, expect, it } from "vitest";
import {
  draftOf,
  grouped,
  handDraft,
  isBare,
  isBusy,
  isUnknown,
  listsOf,
  percent,
  reached,
  unified,
  withLook,
} from "./cleaning";
import { locale } from "./locale";
import type { Change, CleanField, Fix, Profile, Suggestion } from "./types";
import { saidOf } from "./verdict";

const change = (before: string, after: string | null, count: number): Change => ({
  before,
  after,
  count,
  before_shown: before,
  after_shown: after,
  unfit: "",
});
const vip = [change("vip", "VIP", 12), change("-", null, 4), change("Vip", "VIP", 1)];
const suggestion: Suggestion = {
  id: "s1",
  method: "spelling",
  title: "",
  text: "",
  count: 17,
  changes: vip,
  more: 0,
};
const fix = (state: string, counts: Partial<Fix> = {}) =>
  ({
    state,
    will_change: 0,
    left_out: 0,
    changed: 0,
    skipped: 0,
    undone: 0,
    kept: 0,
    changes: [],
    ...counts,
  }) as Fix;
const field = (code: string, label: string, group: string) =>
  ({ code, label, group }) as unknown as CleanField;

describe("a correction", () => {
  it("is asked for again only while the server works", () => {
    expect((["previewing", "applying", "undoing"] as const).every(isBusy)).toBe(true);
    expect((["ready", "applied", "undone", "cancelled"] as const).some(isBusy)).toBe(false);
  });

  it("lists who will change first, and only what there is", () => {
    expect(listsOf(fix("ready"))).toEqual(["will_change"]);
    expect(listsOf(fix("ready", { left_out: 2 }))).toEqual(["will_change", "left_out"]);
    expect(listsOf(fix("applied", { changed: 9, skipped: 1 }))).toEqual(["changed", "skipped"]);
    expect(listsOf(fix("undone", { undone: 8, kept: 1 }))).toEqual(["undone", "kept"]);
    expect(listsOf(fix("applying", { changed: 3 }))).toEqual([]);
  });

  it("is the suggestion itself, or what was left of it", () => {
    expect(draftOf("p", suggestion, new Set())).toEqual({ profile_id: "p", suggestion_id: "s1" });
    expect(draftOf("p", suggestion, new Set(["-"]))).toEqual({
      profile_id: "p",
      changes: [
        { before: "vip", after: "VIP" },
        { before: "Vip", after: "VIP" },
      ],
    });
  });

  it("by hand leaves alone what is right already", () => {
    const picked = new Map([
      ["VIP", 40],
      ["vip", 12],
    ]);
    expect(reached(picked)).toBe(52);
    expect(handDraft("p", picked, "VIP").changes).toEqual([{ before: "vip", after: "VIP" }]);
    expect(handDraft("p", picked, null).changes).toHaveLength(2);
  });
});

describe("what is shown", () => {
  it("is the newest look at a field, and every other field as before", () => {
    const fields = [
      field("level", "Level", "x"),
      { ...field("source", "Source", "x"), profile: null },
    ];
    const profile = {
      id: "7",
      field: "source",
      state: "running",
      suggestions: [],
    } as unknown as Profile;
    const after = withLook({ fields }, profile).fields;
    expect(after[0]).toBe(fields[0]);
    expect(after[1]?.profile).toMatchObject({ id: "7", state: "running", suggestions: 0 });
  });

  it("joins the values that become one", () => {
    const lines = unified(vip);
    expect(lines.map(({ after, from }) => [after, from.map(({ before }) => before)])).toEqual([
      ["VIP", ["vip", "Vip"]],
      [null, ["-"]],
    ]);
  });

  it("knows what nobody looked at from what is bare", () => {
    const seen = (state: string, filled: number) =>
      ({ ...field("a", "A", "x"), profile: { state, filled, suggestions: 0 } }) as CleanField;
    expect(isUnknown({ ...field("a", "A", "x"), profile: null })).toBe(true);
    expect([seen("failed", 0), seen("cancelled", 0)].every(isUnknown)).toBe(true);
    expect([seen("running", 0), seen("done", 0)].some(isUnknown)).toBe(false);
    expect(isBare(seen("done", 0))).toBe(true);
    expect([seen("done", 1), seen("running", 0), seen("failed", 0)].some(isBare)).toBe(false);
  });

  it("is not called empty by a look from before a correction", () => {
    const profile = { state: "done", filled: 0, suggestions: 0, outdated: true };
    expect(isBare({ ...field("a", "A", "x"), profile } as CleanField)).toBe(false);
  });

  it("keeps the order of the register and narrows by name", () => {
    const fields = [
      field("name", "Name", "Basics"),
      field("region", "Region", "Place"),
      field("industry", "Industry", "Basics"),
    ];
    expect(grouped(fields, "").map(({ code }) => code)).toEqual(["Basics", "Place"]);
    expect(grouped(fields, " REG ")).toEqual([{ code: "Place", fields: [fields[1]] }]);
    expect(grouped(fields, "zzz")).toEqual([]);
  });

  it("says a whole only when it is one, and nothing only when there is nothing", () => {
    expect(percent(999, 1000)).toBe(99);
    expect(percent(1, 1000)).toBe(1);
    expect(percent(625, 1000)).toBe(63);
    expect(percent(0, 1000)).toBe(0);
    expect(percent(1000, 1000)).toBe(100);
    expect(percent(1, 0)).toBe(0);
  });
});

describe("the verdict", () => {
  const said = (state: string, counts: Partial<Fix>) =>
    saidOf(fix(state, counts), locale.zh, String);

  it("blames nobody for what was left alone: there are many reasons, and the lines have them", () => {
    expect(said("applied", { changed: 9, skipped: 1 }).title).toBe(
      "已修改 9 位客户 · 1 位未修改，原因见下",
    );
    expect(said("undone", { undone: 8, kept: 2 }).title).toBe(
      "已撤销，8 位客户恢复为原来的内容 · 2 位未恢复，原因见下",
    );
  });

  it("warns of values by hand that the field does not take", () => {
    const changes = [
      change("杭州", "北京", 1),
      { ...change("上海", "火星", 1), unfit: "无法识别的地区" },
    ];
    expect(said("ready", { will_change: 2, changes })).toMatchObject({ type: "warning" });
    expect(said("ready", { will_change: 2, changes: changes.slice(0, 1) }).type).toBe("info");
  });

  it("of an undoing that ended early says how many have their values back", () => {
    expect(said("cancelled", { changed: 2, undone: 3 })).toEqual({
      type: "info",
      title: "已停止，3 位客户已恢复为原来的内容",
      hint: "另有 2 位仍是修正后的内容，可以再次撤销。",
    });
    expect(said("failed", { undone: 3, kept: 1 })).toEqual({
      type: "error",
      title: "没有完成，3 位客户已恢复为原来的内容 · 1 位未恢复，原因见下",
    });
  });

  it("of a correction that ended early says how many were changed", () => {
    expect(said("cancelled", { changed: 2, will_change: 3 }).title).toBe("已停止，改好了 2 位客户");
    expect(said("cancelled", { will_change: 3 }).title).toBe("已停止，没有改动任何内容");
    expect(said("failed", { will_change: 3 }).hint).toContain("没有改动任何内容");
  });
});
