import type { Field } from "../../../api/fields";
import type { Kind, Parsed, Value, Values } from "../types";

/** What was typed so far, by field code; several values stand on lines of their own. */
export type Typed = Readonly<Record<string, string>>;

/** The three fields that a new customer is usually created with. */
export const MAIN_FIELDS: Record<Kind, readonly string[]> = {
  organisation: ["name", "contact_name", "contact_mobile"],
  person: ["name", "mobile", "employer"],
};

const REACH = ["mobile", "landline", "email", "wechat", "qq", "other_contact", "fax"];

// Set by the program or on the customer's page.
const NOT_TYPED = new Set(["owner", "groups", "recorded_on", "external_id"]);

/** What a draft was opened with. */
export function typedOf({ name, email }: { name?: string; email?: string }): Typed {
  return { ...(name && { name }), ...(email && { email }) };
}

export function offeredFields(fields: Field[], kind: Kind): Field[] {
  return fields.filter(
    (field) =>
      field.active &&
      field.kinds.includes(kind) &&
      field.modes.own === "edit" &&
      !NOT_TYPED.has(field.code),
  );
}

/** Main fields, and those that hold something already (after reading a pasted text). */
export function shownFirst(fields: Field[], kind: Kind, filled: ReadonlySet<string>): Field[] {
  const main = MAIN_FIELDS[kind].flatMap((code) => fields.find((each) => each.code === code) ?? []);
  return [...main, ...fields.filter((each) => filled.has(each.code) && !main.includes(each))];
}

export function toValues(typed: Typed, offered: Field[]): Values {
  return Object.fromEntries(
    offered.flatMap(({ code, multi, type }) => {
      const lines = (typed[code] ?? "").split("\n").map((line) => line.trim());
      const given = lines.filter(Boolean);
      if (given.length === 0) return [];
      const several = (multi || type === "multi_choice") && given.length > 1;
      return [[code, several ? given : (typed[code] ?? "").trim()]];
    }),
  );
}

/** An organisation needs a name; a person a name or a way to reach them. */
export function isFilable(kind: Kind, values: Values): boolean {
  if (values.name) return true;
  return kind === "person" && REACH.some((code) => values[code]);
}

/** What was read from a text fills empty fields only: the hand wins over the machine. */
export function withParsed(typed: Typed, parsed: Parsed): Typed {
  const found = Object.entries(parsed.values).map(([code, values]) => [code, values.join("\n")]);
  const kept = Object.entries(typed).filter(([, text]) => text.trim() !== "");
  return { ...Object.fromEntries(found), ...Object.fromEntries(kept) };
}

export type Preview = { text: string; invalid: boolean; reason: string | null };

/** How one field will be stored, where that differs from what was typed. */
export function preview(code: string, checked: Value[]): Preview | null {
  const mine = checked.filter((value) => value.field === code);
  const bad = mine.find((value) => !value.valid);
  if (bad) return { text: bad.given, invalid: true, reason: bad.reason };
  const changed = mine.some((value) => value.standard !== value.given);
  if (!changed) return null;
  return { text: mine.map((value) => value.standard).join(" · "), invalid: false, reason: null };
}
