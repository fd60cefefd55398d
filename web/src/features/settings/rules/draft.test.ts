import { describe, expect, it } from "vitest";
import type { Field } from "../../../api/fields";
import { complete, dayLimit, dayText, fieldsFor, NEW, withRangeField, withTest } from "./draft";

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
