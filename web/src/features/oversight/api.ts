import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";

export type Unusual = components["schemas"]["UnusualOut"];
export type UnusualPageOf = components["schemas"]["UnusualPage"];
export type Week = components["schemas"]["UnusualWeek"];
export type Looks = components["schemas"]["Looks"];
export type Verdict = "explained" | "confirmed";
export type Which = "open" | Verdict;

const PAGE = 50;
const MINUTE = 60_000;
const keys = {
  all: ["unusual"] as const,
  list: (which: Which) => [...keys.all, "list", which] as const,
  looks: (id: string) => [...keys.all, "looks", id] as const,
  week: () => [...keys.all, "week"] as const,
  count: () => [...keys.all, "count"] as const,
};
const from = (cursor: string) => (cursor ? { cursor } : {});

export function useUnusual(which: Which) {
  return useInfiniteQuery({
    queryKey: keys.list(which),
    queryFn: ({ pageParam, signal }) =>
      call<UnusualPageOf>(
        client.GET("/api/unusual-access", {
          params: { query: { state: which, ...from(pageParam), limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useLooks(id: string) {
  return useInfiniteQuery({
    queryKey: keys.looks(id),
    queryFn: ({ pageParam, signal }) =>
      call<Looks>(
        client.GET("/api/unusual-access/{id}/looks", {
          params: { path: { id }, query: { ...from(pageParam), limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useWeek() {
  return useQuery({
    queryKey: keys.week(),
    queryFn: ({ signal }) => call(client.GET("/api/unusual-access/week", { signal })),
  });
}

export function useOpenCount(enabled: boolean) {
  return useQuery({
    queryKey: keys.count(),
    queryFn: ({ signal }) => call(client.GET("/api/unusual-access/count", { signal })),
    enabled,
    staleTime: MINUTE,
    refetchInterval: MINUTE,
  });
}

export function useJudge(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { verdict: Verdict; note: string }) =>
      call(client.POST("/api/unusual-access/{id}/judge", { params: { path: { id } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}
