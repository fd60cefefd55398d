import { queryOptions, useQuery } from "@tanstack/react-query";
import { call, client } from "./client";

export type FieldType =
  | "text"
  | "longtext"
  | "name"
  | "company"
  | "phone"
  | "email"
  | "url"
  | "date"
  | "number"
  | "money"
  | "integer"
  | "choice"
  | "multichoice"
  | "boolean"
  | "region"
  | "address"
  | "idnumber"
  | "credit_code"
  | "bank_account"
  | "code"
  | "tags"
  | "user";

export type FieldMode = "hidden" | "masked" | "read" | "edit";

export type FieldOption = { value: string; label: string };

export type Field = {
  code: string;
  label: string;
  label_zh: string;
  label_en: string;
  kinds: string[];
  type: FieldType;
  options: FieldOption[];
  required: boolean;
  multi?: boolean;
  sensitivity: string;
  group: string;
  order: number;
  custom: boolean;
  active: boolean;
  sortable: boolean;
  filter_ops: string[];
  modes: Record<"own" | "other" | "list" | "export", FieldMode>;
};

export type FieldGroup = { code: string; label: string };
export type Fields = { fields: Field[]; groups: FieldGroup[] };

export const fieldKeys = { all: ["fields"] } as const;

export const fieldsQuery = queryOptions({
  queryKey: fieldKeys.all,
  queryFn: () => call<Fields>(client.GET("/api/fields")),
  staleTime: 5 * 60_000,
});

/** The field register as this person may see it. */
export function useFields() {
  return useQuery(fieldsQuery);
}
