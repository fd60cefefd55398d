import type { Field } from "../../../api/fields";
import { provinceName } from "../../../ui/regions";
import { type Condition, isRelative } from "./filters";
import type { listTexts } from "./locale";

type Texts = (typeof listTexts)["zh"];

/** Names of the ids that a condition may hold: tags, groups, people. */
export type Names = ReadonlyMap<string, string>;

export function operationText(op: string, field: Field | undefined, t: Texts): string {
  const dated = field?.type === "date";
  if (dated && op === "gt") return t.ops.after;
  if (dated && op === "lt") return t.ops.before;
  return (t.ops as Record<string, string>)[op] ?? op;
}

export function relativeText(value: string, t: Texts): string {
  if (!isRelative(value)) return value;
  const days = Number(value.slice("today".length) || 0);
  if (days === 0) return t.today;
  return days < 0 ? t.daysAgo(-days) : t.daysAhead(days);
}

function valueText(value: string, field: Field | undefined, names: Names, english: boolean) {
  if (field?.type === "region") return provinceName(value, english) ?? value;
  const option = field?.options?.find((each) => each.value === value);
  return option?.label ?? names.get(value) ?? value;
}

/** One condition in words: `Founded on after 30 days ago`. */
export function conditionText(
  condition: Condition,
  field: Field | undefined,
  names: Names,
  t: Texts,
  english: boolean,
): string {
  const values = [condition.value ?? []].flat();
  const shown = values.map((each) => relativeText(valueText(each, field, names, english), t));
  const label = field?.label ?? condition.field;
  const joint = condition.op === "between" ? " – " : english ? ", " : "、";
  return [label, operationText(condition.op, field, t), shown.join(joint)]
    .filter(Boolean)
    .join(" ");
}
