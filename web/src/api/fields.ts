import { queryOptions, useQuery } from "@tanstack/react-query";
import { call, client } from "./client";
import type { components } from "./schema";

export type Field = Required<components["schemas"]["FieldOut"]>;
export type FieldMode = components["schemas"]["RoleOut"]["field_modes"][string][string];

// In the server's document this shape shares its name, `GroupOut`, with the groups of customers.
export type FieldGroup = { code: string; label: string };
export type Fields = { fields: Field[]; groups: FieldGroup[] };

export const fieldKeys = { all: ["fields"] } as const;

export const fieldsQuery = queryOptions({
  queryKey: fieldKeys.all,
  queryFn: async () => (await call<unknown>(client.GET("/api/fields"))) as Fields,
  staleTime: 5 * 60_000,
});

/** The field register as this person may see it. */
export function useFields() {
  return useQuery(fieldsQuery);
}
