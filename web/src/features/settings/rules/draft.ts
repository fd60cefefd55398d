import type { Field } from "../../../api/fields";
import type { Rule, RuleDraft } from "./types";

export const TESTS = ["required", "pattern", "range", "compare", "unique"] as const;
export type Test = (typeof TESTS)[number];
export const OPERATORS = ["lt", "le", "gt", "ge", "eq", "ne"] as const;
export const CONDITIONS = ["is", "is_not", "filled", "empty"] as const;
export const KINDS = ["person", "organisation"] as const;

/** Shapes that are told by name; the server knows the same ones. */
export const READY = {
  mobile: "1[3-9]\\d{9}",
  digits: "\\d+",
  six: "\\d{6}",
  letters: "[A-Za-z]+",
  alnum: "[A-Za-z0-9]+",
  han: "[\\p{Han}·]+",
  nospace: "\\S+",
} as const;

const NUMBERS = new Set(["number", "money", "integer"]);
const DATES = new Set(["date", "datetime"]);
const NEVER = new Set(["tags", "groups", "owner"]);
const ALONE = new Set([
  ...["credit_code", "tax_number", "business_licence", "id_number", "passport", "bank_account"],
  ...["mobile", "landline", "fax", "email", "wechat", "qq", "other_contact"],
]);

export type Sort = "number" | "date" | "text";

/** What a field holds, as far as ranges and comparisons go. */
export function sortOf(field: Field | undefined): Sort {
  if (field && NUMBERS.has(field.type)) return "number";
  return field && DATES.has(field.type) ? "date" : "text";
}

export const NEW: RuleDraft = {
  kinds: ["person", "organisation"],
  test: "required",
  fields: [],
  severity: "mark",
  pattern: "",
  mask: true,
  measure: "value",
  least: "",
  greatest: "",
  operator: "le",
  condition: null,
  message_zh: "",
  message_en: "",
  active: false,
};

export function draftOf(rule: Rule): RuleDraft {
  const { id: _id, sentence: _sentence, text: _text, ...draft } = rule;
  return draft;
}

/** The fields a rule may name: in use, had by every kind it is for, and fit for its test. */
export function fieldsFor(fields: Field[], draft: Pick<RuleDraft, "kinds" | "test">): Field[] {
  return fields.filter(
    (field) =>
      field.active &&
      !NEVER.has(field.code) &&
      draft.kinds.every((kind) => field.kinds.includes(kind)) &&
      (draft.test !== "unique" ||
        (field.custom ? field.type !== "longtext" : ALONE.has(field.code))),
  );
}

/** Another test asks about other fields: those that do not fit any more are left out. */
export function withTest(draft: RuleDraft, test: string): RuleDraft {
  const most = test === "required" ? 10 : test === "compare" ? 2 : 1;
  return { ...draft, test, fields: draft.fields.filter(Boolean).slice(0, most) };
}

/** A range of texts counts characters; of numbers and dates it means the value. */
export function withRangeField(draft: RuleDraft, field: Field | undefined): RuleDraft {
  const measure = sortOf(field) === "text" ? "length" : "value";
  return {
    ...draft,
    fields: field ? [field.code] : [],
    measure,
    ...(measure === draft.measure ? {} : { least: "", greatest: "" }),
  };
}

/** For other kinds or another test: what they do not have is left out, and a condition asked for anew, never dropped. */
export function fitted(draft: RuleDraft, fields: Field[]): RuleDraft {
  if (fields.length === 0) return draft;
  const fit = fieldsFor(fields, draft);
  const kept = draft.fields.filter((code) => fit.some((each) => each.code === code));
  const had = draft.condition?.field;
  const asked = fieldsFor(fields, { kinds: draft.kinds, test: "required" });
  const lost = had && !asked.some(({ code }) => code === had);
  const condition = lost ? { field: "", operator: "is", values: [] } : draft.condition;
  const next = { ...draft, fields: kept, condition };
  if (draft.test !== "range") return next;
  return withRangeField(
    next,
    fit.find(({ code }) => code === kept[0]),
  );
}

export type DayLimit = {
  mode: "none" | "today" | "ago" | "ahead" | "day";
  count: number;
  unit: "d" | "m" | "y";
  day: string;
};

const RELATIVE = /^today(?:([+-])(\d+)([dmy]))?$/;

export function dayLimit(text: string): DayLimit {
  const plain = { count: 18, unit: "y", day: "" } as const;
  if (!text) return { ...plain, mode: "none" };
  const found = RELATIVE.exec(text);
  if (!found) return { ...plain, mode: "day", day: text };
  const [, sign, count, unit] = found;
  if (!sign) return { ...plain, mode: "today" };
  return {
    ...plain,
    mode: sign === "-" ? "ago" : "ahead",
    count: Number(count),
    unit: unit as DayLimit["unit"],
  };
}

export function dayText({ mode, count, unit, day }: DayLimit): string {
  if (mode === "none") return "";
  if (mode === "today") return "today";
  if (mode === "day") return day || new Date().toISOString().slice(0, 10);
  return `today${mode === "ago" ? "-" : "+"}${count}${unit}`;
}

/** Whether a draft says enough to be asked about. */
export function complete(draft: RuleDraft): boolean {
  const wanted = draft.test === "compare" ? 2 : 1;
  const filled = draft.fields.filter(Boolean).length >= wanted && draft.kinds.length > 0;
  const limited = draft.test !== "range" || draft.least !== "" || draft.greatest !== "";
  const shaped = draft.test !== "pattern" || draft.pattern !== "";
  const asked = draft.condition;
  const told =
    !asked || (asked.field !== "" && (!asked.operator.startsWith("is") || !!asked.values?.length));
  return filled && limited && shaped && told;
}
