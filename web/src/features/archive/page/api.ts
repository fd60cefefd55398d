import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { call, client } from "../../../api/client";
import { ofCustomer } from "../../../api/ofCustomer";
import type { components } from "../../../api/schema";
import type { Level } from "../../../ui/levels/locale";
import { archiveKeys } from "../api";
import type { CustomerDetail, CustomerQuality, RelationKind, Values } from "../types";

/** Changes values against the version that was read; a newer one on the server refuses with `stale`. */
export function useChangeValues(id: string) {
  return useMutation({
    mutationFn: (body: { version: number; values: Values }) =>
      call<CustomerDetail>(client.PATCH("/api/customers/{id}", { params: { path: { id } }, body })),
    onSuccess: useKeepPage(id),
  });
}

/** Scores and what to mend, as of the version that is shown. */
export function useQuality({ id, version }: CustomerDetail) {
  return useQuery({
    queryKey: [...archiveKeys.quality(id), version],
    queryFn: () =>
      call<CustomerQuality>(
        client.GET("/api/customers/{id}/quality", { params: { path: { id } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Checked, all correct: confirms what one can read and moves the next review on. */
export function useReview(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      call<CustomerQuality>(
        client.POST("/api/customers/{id}/review", { params: { path: { id } }, body: { version } }),
      ),
    // Every field's provenance has changed with it.
    onSuccess: () => queries.invalidateQueries({ queryKey: archiveKeys.page(id) }),
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
  | "collaborators"
  | `contacts/${string}/contact-points`;

export type PartOrder =
  | { add: Record<string, unknown> }
  | { change: string; to: Record<string, unknown> }
  | { remove: string };

type Answer = CustomerDetail | { page: CustomerDetail | null };

function send(id: string, resource: Resource, order: PartOrder): Promise<Answer> {
  // Nine resources of one shape: their bodies are laid down by the forms beside them.
  const all = `/api/customers/${id}/${resource}` as "/api/customers/{id}/notes";
  const params = { path: { id } };
  if ("add" in order) {
    return call<Answer>(client.POST(all, { params, body: order.add as { body: string } }));
  }
  const sub = "remove" in order ? order.remove : order.change;
  const one = `${all}/${sub}` as "/api/customers/{id}/notes/{sub}";
  const both = { path: { id, sub } };
  return "remove" in order
    ? call<Answer>(client.DELETE(one, { params: both }))
    : call<Answer>(client.PATCH(one, { params: both, body: order.to }));
}

/** The answer to a change is the page as it now is; null when it left one's sight. */
function useKeepPage(id: string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (answer: Answer) => {
    const page = "page" in answer ? answer.page : answer;
    if (page) queries.setQueryData(archiveKeys.page(id), page);
    else navigate("/customers", { replace: true });
    void queries.invalidateQueries({ queryKey: archiveKeys.quality(id) });
    void queries.invalidateQueries({ queryKey: archiveKeys.hints(id) });
    void queries.invalidateQueries({ queryKey: archiveKeys.history(id) });
    void queries.invalidateQueries({ queryKey: archiveKeys.lists() });
    void queries.invalidateQueries({ queryKey: ofCustomer(id) });
  };
}

/** Adds, changes or removes one row that hangs on the customer. */
export function usePart(id: string, resource: Resource) {
  return useMutation({
    mutationFn: (order: PartOrder) => send(id, resource, order),
    onSuccess: useKeepPage(id),
  });
}

export function useRelationKinds() {
  return useQuery({
    queryKey: [...archiveKeys.all, "relation-kinds"],
    queryFn: async () =>
      (await call<{ kinds: RelationKind[] }>(client.GET("/api/relation-kinds"))).kinds,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type Labels = { tags: string[] } | { groups: string[] };

export function useSetLabels(id: string) {
  return useMutation({
    mutationFn: (labels: Labels): Promise<CustomerDetail> => {
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
    onSuccess: useKeepPage(id),
  });
}

export function useAssign(id: string) {
  return useMutation({
    mutationFn: (owner_id: string | null) =>
      call<{ page: CustomerDetail | null }>(
        client.POST("/api/customers/{id}/owner", { params: { path: { id } }, body: { owner_id } }),
      ),
    onSuccess: useKeepPage(id),
  });
}

/** Keeps the customer at another level; the page is read again, for the version has risen. */
export function useClassify({ id, version }: CustomerDetail) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { level: Level; reason: string }) =>
      call<void>(
        client.PUT("/api/customers/{id}/classification", {
          params: { path: { id } },
          body: { ...body, version },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: archiveKeys.page(id) }),
  });
}

export function useTrash(id: string) {
  return useMutation({
    mutationFn: (verb: "trash" | "restore"): Promise<CustomerDetail> =>
      verb === "trash"
        ? call(client.POST("/api/customers/{id}/trash", { params: { path: { id } } }))
        : call(client.POST("/api/customers/{id}/restore", { params: { path: { id } } })),
    onSuccess: useKeepPage(id),
  });
}

export type Standing = components["schemas"]["ApprovalStanding"];

const WATCH_MS = 10_000;

/** What one may do about masked values of a customer; looked at again while a request waits or a grant runs. */
export function useStanding(id: string) {
  return useQuery({
    queryKey: ["approvals", "customer", id],
    queryFn: ({ signal }) =>
      call<Standing>(
        client.GET("/api/customers/{id}/approvals", { params: { path: { id } }, signal }),
      ),
    staleTime: WATCH_MS,
    refetchInterval: ({ state }) =>
      state.data?.requests.some(
        ({ state: asked, grant }) =>
          asked === "waiting" || grant?.state === "running" || grant?.state === "used",
      )
        ? WATCH_MS
        : false,
  });
}

export function useRevealValues(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { fields: string[]; reason: string }) =>
      call<{ values: Record<string, string | string[]> }>(
        client.POST("/api/customers/{id}/reveal", { params: { path: { id } }, body }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["approvals"] }),
    // A revealed value must not stay in the cache after its time.
    gcTime: 0,
  });
}
