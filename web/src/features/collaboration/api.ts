import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";

export type Waiting = components["schemas"]["WaitingOut"];
export type Mine = components["schemas"]["MineOut"];
export type Grant = components["schemas"]["GrantIn"];

const keys = {
  all: ["collaboration"] as const,
  waiting: () => [...keys.all, "waiting"] as const,
  mine: () => [...keys.all, "mine"] as const,
  count: () => [...keys.all, "count"] as const,
};

export function useWaiting() {
  return useQuery({
    queryKey: keys.waiting(),
    queryFn: ({ signal }) => call<Waiting[]>(client.GET("/api/collaboration/waiting", { signal })),
  });
}

export function useMine(enabled: boolean) {
  return useQuery({
    queryKey: keys.mine(),
    queryFn: ({ signal }) => call<Mine[]>(client.GET("/api/collaboration/mine", { signal })),
    enabled,
  });
}

export function useWaitingCount(enabled: boolean) {
  return useQuery({
    queryKey: keys.count(),
    queryFn: ({ signal }) => call(client.GET("/api/collaboration/count", { signal })),
    enabled,
    staleTime: 60_000,
  });
}

type Decision = { id: string; grant?: Grant };

/** Grants when it says what, else declines. */
export function useDecide() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, grant }: Decision) =>
      grant
        ? call(
            client.POST("/api/collaboration/{id}/grant", { params: { path: { id } }, body: grant }),
          )
        : call(client.POST("/api/collaboration/{id}/decline", { params: { path: { id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useWithdraw() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(client.POST("/api/collaboration/{id}/withdraw", { params: { path: { id } } })),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}
