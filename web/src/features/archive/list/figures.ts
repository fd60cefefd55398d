import type { Field } from "../../../api/fields";
import type { Level } from "../../../ui/levels/locale";

const READ = { own: "read", other: "read", list: "read", export: "read" } as const;

/** When something last happened or is to happen next: kept by the rooms that know it. */
export const FIGURE_TIMES = ["last_contact_at", "next_due_at", "last_deal_at"] as const;
export type FigureTime = (typeof FIGURE_TIMES)[number];
export type FigureNames = Record<FigureTime | "completeness", string>;

const LEVELS: Level[] = [0, 1, 2, 3];

function figure(code: string, label: string, type: Field["type"], ops: string[]): Field {
  return {
    code,
    label,
    label_zh: label,
    label_en: label,
    kinds: ["person", "organisation"],
    type,
    options: [],
    required: false,
    multi: false,
    sensitivity: "clear",
    group: "relation",
    order: 0,
    custom: false,
    active: true,
    sortable: false,
    filter_ops: ops,
    help: "",
    modes: READ,
  };
}

/** Figures of the customer that lists filter by although they are no fields of the register. */
export function figureFields(names: FigureNames): Field[] {
  const times = FIGURE_TIMES.map((code) =>
    figure(code, names[code], "date", ["lt", "gt", "eq", "between", "empty", "not_empty"]),
  );
  const ops = ["lt", "gt", "between", "empty", "not_empty"];
  return [...times, figure("completeness", names.completeness, "integer", ops)];
}

/** How closely customers are kept, as a condition: offered to whoever has a clearance, up to it; in words for everybody. */
export function levelField(label: string, names: Record<Level, string>, clearance: Level): Field {
  const found = figure("classification", label, "choice", ["any", "eq", "ne"]);
  const options = LEVELS.map((level) => ({
    value: String(level),
    label: names[level],
    disabled: level > clearance,
  }));
  return { ...found, active: clearance > 0, options };
}
