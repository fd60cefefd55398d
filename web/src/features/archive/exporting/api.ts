import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import { download } from "../../../api/download";
import type { components } from "../../../api/schema";
import { archiveKeys, listParameters } from "../api";
import type { ListState } from "../list/filters";

type Schemas = components["schemas"];
export type Ahead = Schemas["ExportAhead"];
export type Form = "xlsx" | "csv";

const key = (state: ListState) => [...archiveKeys.all, "export", state] as const;

/** How many customers it would be, and whether that needs an approval. */
export function useAhead(state: ListState) {
  return useQuery({
    queryKey: key(state),
    queryFn: ({ signal }) =>
      call<Ahead>(
        client.GET("/api/customers/export/ahead", {
          params: { query: listParameters(state) },
          signal,
        }),
      ),
    gcTime: 0,
  });
}

export function useExport(state: ListState) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (format: Form) =>
      download(
        "/api/customers/export",
        { format, ...listParameters(state) },
        `customers.${format}`,
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: key(state) }),
  });
}

export function useAskToExport(state: ListState) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (said: { purpose: string; words: string }) =>
      call(
        client.POST("/api/export-requests", {
          body: { filter: "", trashed: false, ...listParameters(state), ...said },
        }),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: key(state) }),
  });
}
