import type { Field } from "../../../api/fields";

const READ = { own: "read", other: "read", list: "read", export: "read" } as const;

/** A figure of the customer that lists filter by although it is no field of the register. */
export function completenessField(label: string): Field {
  return {
    code: "completeness",
    label,
    label_zh: label,
    label_en: label,
    kinds: ["person", "organisation"],
    type: "integer",
    options: [],
    required: false,
    multi: false,
    sensitivity: "clear",
    group: "relation",
    order: 0,
    custom: false,
    active: true,
    sortable: false,
    filter_ops: ["lt", "gt", "between", "empty", "not_empty"],
    help: "",
    modes: READ,
  };
}
