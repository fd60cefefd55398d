import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { download } from "../../api/download";
import type { components } from "../../api/schema";

export type Approval = components["schemas"]["ApprovalOut"];
export type Review = components["schemas"]["GrantReviewOut"];
export type Asked = components["schemas"]["ApprovalIn"];
export type Approve = components["schemas"]["ApproveIn"];
export type Purpose = components["schemas"]["ApprovalPurpose"];

const keys = {
  all: ["approvals"] as const,
  mine: () => [...keys.all, "mine"] as const,
  waiting: () => [...keys.all, "waiting"] as const,
  past: () => [...keys.all, "past"] as const,
  reviews: (done: boolean) => [...keys.all, "reviews", done] as const,
  count: () => [...keys.all, "count"] as const,
};

export function useMine() {
  return useQuery({
    queryKey: keys.mine(),
    queryFn: ({ signal }) => call(client.GET("/api/approvals/mine", { signal })),
  });
}

export function useToDecide() {
  return useQuery({
    queryKey: keys.waiting(),
    queryFn: ({ signal }) => call(client.GET("/api/approvals/waiting", { signal })),
  });
}

export function usePast() {
  return useQuery({
    queryKey: keys.past(),
    queryFn: ({ signal }) => call(client.GET("/api/approvals/past", { signal })),
  });
}

export function useReviews(done: boolean) {
  return useQuery({
    queryKey: keys.reviews(done),
    queryFn: ({ signal }) =>
      call(client.GET("/api/approval-reviews", { params: { query: { done } }, signal })),
  });
}

export function useCounts(enabled: boolean) {
  return useQuery({
    queryKey: keys.count(),
    queryFn: ({ signal }) => call(client.GET("/api/approvals/count", { signal })),
    enabled,
    staleTime: 60_000,
  });
}

type Deed =
  | { approve: Approve }
  | { refuse: { version: number; reason: string } }
  | { withdraw: true };

/** Decides a request, or takes one's own back. */
export function useDecide(id: string) {
  const cache = useQueryClient();
  const params = { path: { id } };
  return useMutation({
    mutationFn: (deed: Deed) => {
      if ("approve" in deed)
        return call(client.POST("/api/approvals/{id}/approve", { params, body: deed.approve }));
      if ("refuse" in deed)
        return call(client.POST("/api/approvals/{id}/refuse", { params, body: deed.refuse }));
      return call(client.POST("/api/approvals/{id}/withdraw", { params }));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

/** Fetches the file of an approved export. */
export function useFetch(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () =>
      download(`/api/export-requests/${id}/file`, { format: "xlsx" }, "customers.xlsx"),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useRevoke() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(client.POST("/api/approval-grants/{id}/revoke", { params: { path: { id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useReview(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { fine: boolean; finding: string }) =>
      call(client.POST("/api/approval-reviews/{id}", { params: { path: { id } }, body })),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useAsk() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Asked) => call(client.POST("/api/approvals", { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}
