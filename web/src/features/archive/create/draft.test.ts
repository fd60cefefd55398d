import { describe, expect, it } from "vitest";
import type { Field } from "../../../api/fields";
import type { Value } from "../types";
import { isFilable, offeredFields, preview, shownFirst, toValues, withParsed } from "./draft";

const field = (code: string, rest: Partial<Field> = {}): Field => ({
  code,
  label: code,
  label_zh: code,
  label_en: code,
  kinds: ["person", "organisation"],
  type: "text",
  options: [],
  required: false,
  multi: false,
  help: "",
  sensitivity: "clear",
  group: "identity",
  order: 0,
  custom: false,
  active: true,
  sortable: false,
  filter_ops: [],
  modes: { own: "edit", other: "edit", list: "read", export: "read" },
  ...rest,
});

const register = [
  field("name"),
  field("mobile", { multi: true }),
  field("employer", { kinds: ["person"] }),
  field("contact_name", { kinds: ["organisation"] }),
  field("owner", { type: "user" }),
  field("retired", { active: false }),
  field("id_number", {
    modes: { own: "masked", other: "masked", list: "masked", export: "masked" },
  }),
];

const codes = (fields: Field[]) => fields.map((each) => each.code);

describe("a draft", () => {
  it("offers what this kind has and this person may write", () => {
    expect(codes(offeredFields(register, "person"))).toEqual(["name", "mobile", "employer"]);
    expect(codes(offeredFields(register, "organisation"))).toEqual([
      "name",
      "mobile",
      "contact_name",
    ]);
  });

  it("shows main fields first, then what is filled", () => {
    const offered = offeredFields(register, "organisation");
    expect(codes(shownFirst(offered, "organisation", new Set(["mobile", "name"])))).toEqual([
      "name",
      "contact_name",
      "mobile",
    ]);
  });

  it("sends trimmed values, several where a field takes several", () => {
    const typed = { name: " Zhou \n", mobile: "138\n\n 139 ", employer: "  ", owner: "7" };
    expect(toValues(typed, offeredFields(register, "person"))).toEqual({
      name: "Zhou",
      mobile: ["138", "139"],
    });
  });

  it("may be filed with what its kind requires", () => {
    expect(isFilable("organisation", { mobile: "138" })).toBe(false);
    expect(isFilable("person", { mobile: "138" })).toBe(true);
    expect(isFilable("person", { employer: "x" })).toBe(false);
    expect(isFilable("organisation", { name: "x" })).toBe(true);
  });

  it("never lets a reading overwrite what was typed", () => {
    const parsed = { kind: null, values: { name: ["A"], mobile: ["1", "2"] }, rest: "" };
    expect(withParsed({ name: "B", mobile: " " }, parsed)).toEqual({ name: "B", mobile: "1\n2" });
  });
});

describe("the preview of standard values", () => {
  const value = (rest: Partial<Value>): Value => ({
    field: "mobile",
    given: "138",
    standard: "138",
    label: "Mobile",
    valid: true,
    reason: null,
    ...rest,
  });

  it("says nothing when nothing changes", () => expect(preview("mobile", [value({})])).toBeNull());

  it("shows what will be stored", () =>
    expect(preview("mobile", [value({ standard: "+86138" })])?.text).toBe("+86138"));

  it("names the reason of a bad value", () => {
    const bad = value({ valid: false, reason: "too short" });
    expect(preview("mobile", [value({}), bad])).toEqual({
      text: "138",
      invalid: true,
      reason: "too short",
    });
  });
});
