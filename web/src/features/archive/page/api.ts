import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import { archiveKeys, refreshArchive } from "../api";
import type { CustomerDetail, Values } from "../types";

/** Changes values against the version that was read; a newer one on the server refuses with `stale`. */
export function useChangeValues(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number; values: Values }) =>
      call<CustomerDetail>(client.PATCH("/api/customers/{id}", { params: { path: { id } }, body })),
    onSuccess: (page) => {
      queries.setQueryData(archiveKeys.page(id), page);
      void queries.invalidateQueries({ queryKey: archiveKeys.history(id) });
      void queries.invalidateQueries({ queryKey: archiveKeys.lists() });
    },
  });
}

export type Resource =
  | "names"
  | "identifiers"
  | "contact-points"
  | "addresses"
  | "contacts"
  | "relations"
  | "notes"
  | "collaborators";

export type PartOrder =
  | { add: Record<string, unknown> }
  | { change: string; to: Record<string, unknown> }
  | { remove: string };

/** Adds, changes or removes one row that hangs on the customer. */
export function usePart(id: string, resource: Resource) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: PartOrder) => {
      // The eight resources take bodies of their own; the forms beside them know which.
      const all = `/api/customers/{id}/${resource}` as const;
      if ("add" in order) {
        return call(client.POST(all, { params: { path: { id } }, body: order.add }));
      }
      const one = `${all}/{sub}` as const;
      const path = { id, sub: "remove" in order ? order.remove : order.change };
      if ("remove" in order) return call(client.DELETE(one, { params: { path } }));
      return call(client.PATCH(one, { params: { path }, body: order.to }));
    },
    onSuccess: () => refreshArchive(queries),
  });
}

export type Labels = { tags: string[] } | { groups: string[] };

export function useSetLabels(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (labels: Labels) => {
      const params = { path: { id } };
      return "tags" in labels
        ? call(client.PUT("/api/customers/{id}/tags", { params, body: { tag_ids: labels.tags } }))
        : call(
            client.PUT("/api/customers/{id}/groups", {
              params,
              body: { group_ids: labels.groups },
            }),
          );
    },
    onSuccess: () => refreshArchive(queries),
  });
}

export function useAssign(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (owner_id: string | null) =>
      call(
        client.POST("/api/customers/{id}/owner", { params: { path: { id } }, body: { owner_id } }),
      ),
    onSuccess: () => refreshArchive(queries),
  });
}

export function useTrash(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (verb: "trash" | "restore") =>
      verb === "trash"
        ? call(client.POST("/api/customers/{id}/trash", { params: { path: { id } } }))
        : call(client.POST("/api/customers/{id}/restore", { params: { path: { id } } })),
    onSuccess: () => refreshArchive(queries),
  });
}

export function useRevealValues(id: string) {
  return useMutation({
    mutationFn: (body: { fields: string[]; reason: string }) =>
      call<{ values: Record<string, string> }>(
        client.POST("/api/customers/{id}/reveal", { params: { path: { id } }, body }),
      ),
    // A revealed value must not stay in the cache after its time.
    gcTime: 0,
  });
}
