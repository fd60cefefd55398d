import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Notice = Schemas["NoticeOut"];

const keys = {
  all: ["notices"] as const,
  list: (unread: boolean) => [...keys.all, "list", unread] as const,
  count: () => [...keys.all, "count"] as const,
  follow: (id: string) => ["follow", id] as const,
};

export function useNotices(unread: boolean) {
  return useInfiniteQuery({
    queryKey: keys.list(unread),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["NoticePage"]>(
        client.GET("/api/notices", {
          params: { query: { unread, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** How many are unread, asked again every minute. */
export function useUnreadCount(enabled: boolean) {
  return useQuery({
    queryKey: keys.count(),
    queryFn: ({ signal }) =>
      call<Schemas["NoticeCount"]>(client.GET("/api/notices/count", { signal })),
    enabled,
    refetchInterval: 60_000,
  });
}

/** Marks one as read, or all of them. */
export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id?: string) =>
      id
        ? call(client.POST("/api/notices/{id}/read", { params: { path: { id } } }))
        : call(client.POST("/api/notices/read")),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.all }),
  });
}

const path = (id: string) => ({ params: { path: { id } } });

export function useFollowing(customerId: string) {
  return useQuery({
    queryKey: keys.follow(customerId),
    queryFn: ({ signal }) =>
      call<Schemas["FollowOut"]>(
        client.GET("/api/customers/{id}/follow", { ...path(customerId), signal }),
      ),
  });
}

export function useFollow(customerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (following: boolean) =>
      following
        ? call(client.PUT("/api/customers/{id}/follow", path(customerId)))
        : call(client.DELETE("/api/customers/{id}/follow", path(customerId))),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.follow(customerId) }),
  });
}
