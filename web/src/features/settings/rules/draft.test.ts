import { describe, expect, it } from "vitest";
import type { Field } from "../../../api/fields";
import {
  complete,
  dayLimit,
  dayText,
  fieldsFor,
  fitted,
  NEW,
  withRangeField,
  withTest,
} from "./draft";

const field = (code: string, type: string, kinds: string[], custom = false) =>
  ({ code, type, kinds, custom, active: true }) as Field;
const FIELDS = [
  field("name", "name", ["person", "organisation"]),
  field("mobile", "phone", ["person", "organisation"]),
  field("birth_date", "date", ["person"]),
  field("employees", "integer", ["organisation"]),
  field("owner", "user", ["person", "organisation"]),
  field("custom:code", "text", ["person"], true),
  field("custom:story", "longtext", ["person"], true),
];
const codes = (kinds: string[], test: string) =>
  fieldsFor(FIELDS, { kinds, test }).map(({ code }) => code);

describe("the fields of a rule", () => {
  it("are those that every kind has and the test can ask about", () => {
    expect(codes(["person", "organisation"], "required")).toEqual(["name", "mobile"]);
    expect(codes(["person"], "unique")).toEqual(["mobile", "custom:code"]);
  });

  it("stay as far as another test can take them", () => {
    const draft = { ...NEW, fields: ["mobile", "email", "qq"] };
    expect(withTest(draft, "compare").fields).toEqual(["mobile", "email"]);
    expect(withTest(draft, "pattern").fields).toEqual(["mobile"]);
  });

  it("that other kinds or another test do not have are left out", () => {
    const draft = { ...NEW, kinds: ["person"], fields: ["birth_date", "mobile"] };
    const both = ["person", "organisation"];
    expect(fitted({ ...draft, kinds: both }, FIELDS).fields).toEqual(["mobile"]);
    expect(fitted({ ...draft, test: "unique" }, FIELDS).fields).toEqual(["mobile"]);
    const range = { ...draft, test: "range", fields: ["mobile"], least: "1" };
    expect(fitted(range, FIELDS)).toMatchObject({ measure: "length", least: "" });
    expect(fitted(draft, [])).toBe(draft);
  });

  it("of a condition are asked for anew, so that no rule holds for more than was meant", () => {
    const condition = { field: "birth_date", operator: "filled", values: [] };
    const draft = { ...NEW, kinds: ["person"], fields: ["mobile"], condition };
    expect(fitted(draft, FIELDS).condition).toEqual(condition);
    const other = fitted({ ...draft, kinds: ["person", "organisation"] }, FIELDS);
    expect(other.condition?.field).toBe("");
    expect(complete(other)).toBe(false);
  });

  it("decide what a range means, and drop limits of another sort", () => {
    const draft = { ...NEW, test: "range", least: "1", greatest: "9" };
    expect(withRangeField(draft, FIELDS[3])).toMatchObject({ measure: "value", least: "1" });
    expect(withRangeField(draft, FIELDS[0])).toMatchObject({ measure: "length", least: "" });
  });
});

describe("limits of dates", () => {
  it.each(["", "today", "today-18y", "today+30d", "2020-05-01"])(
    "%s comes back as it was",
    (text) => {
      expect(dayText(dayLimit(text))).toBe(text);
    },
  );
});

describe("a draft", () => {
  it("is asked about once it says enough", () => {
    expect(complete(NEW)).toBe(false);
    expect(complete({ ...NEW, fields: ["mobile"] })).toBe(true);
    expect(complete({ ...NEW, test: "compare", fields: ["founded_on"] })).toBe(false);
    expect(complete({ ...NEW, test: "range", fields: ["name"] })).toBe(false);
    const condition = { field: "level", operator: "is", values: [] };
    expect(complete({ ...NEW, fields: ["mobile"], condition })).toBe(false);
  });
});
