import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";

export type Review = components["schemas"]["AccessReviewOut"];
export type Line = components["schemas"]["AccessLineOut"];
export type LinePage = components["schemas"]["AccessLinePage"];
export type Rules = components["schemas"]["AccessReviewRulesOut"];
export type RulesChange = components["schemas"]["AccessReviewRulesIn"];
export type Which = "waiting" | "decided" | "all";

const PAGE = 100;
const MINUTE = 60_000;
const keys = {
  all: ["access-reviews"] as const,
  list: () => [...keys.all, "list"] as const,
  lines: (id: string, which: Which) => [...keys.all, "lines", id, which] as const,
  count: () => [...keys.all, "count"] as const,
  rules: ["access-review-rules"] as const,
};

export function useReviews() {
  return useQuery({
    queryKey: keys.list(),
    queryFn: async ({ signal }) =>
      (await call(client.GET("/api/access-reviews", { signal }))).reviews,
  });
}

export function useLines(id: string, which: Which) {
  return useInfiniteQuery({
    queryKey: keys.lines(id, which),
    queryFn: ({ pageParam, signal }) =>
      call<LinePage>(
        client.GET("/api/access-reviews/{id}/lines", {
          params: {
            path: { id },
            query: { which, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useWaiting(enabled: boolean) {
  return useQuery({
    queryKey: keys.count(),
    queryFn: ({ signal }) => call(client.GET("/api/access-reviews/count", { signal })),
    enabled,
    staleTime: MINUTE,
    refetchInterval: MINUTE,
  });
}

export function useStart() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => call(client.POST("/api/access-reviews")),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useConfirm(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (lines: string[]) =>
      call(
        client.POST("/api/access-reviews/{id}/confirm", {
          params: { path: { id } },
          body: { lines },
        }),
      ),
    // Refused lines may have been decided by somebody else: what is shown is asked for again either way.
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useTake() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(client.POST("/api/access-review-lines/{id}/take", { params: { path: { id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useRules() {
  return useQuery({
    queryKey: keys.rules,
    queryFn: ({ signal }) => call(client.GET("/api/access-review-rules", { signal })),
  });
}

export function useSaveRules() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: RulesChange) => call(client.PUT("/api/access-review-rules", { body })),
    onSuccess: (fresh) => cache.setQueryData(keys.rules, fresh),
  });
}
