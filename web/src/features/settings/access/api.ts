import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

export type Person = components["schemas"]["AccessPerson"];
export type Sight = components["schemas"]["Sight"];
export type Way = components["schemas"]["SightWay"];
export type Field = components["schemas"]["SightField"];
export type Separation = components["schemas"]["Separation"];
export type Mode = Field["page"];

const keys = {
  person: (id: string) => ["settings", "access", id] as const,
  sight: (id: string, customer: string) => ["settings", "access", id, customer] as const,
  separation: ["settings", "separation"] as const,
  found: (q: string) => ["settings", "access", "found", q] as const,
};

// Each question is on record: it is asked once, and not again because a window came to the front.
const ONCE = { staleTime: 60_000, refetchOnWindowFocus: false, retry: false } as const;

export function usePersonAccess(user_id: string) {
  return useQuery({
    queryKey: keys.person(user_id),
    queryFn: () =>
      call<Person>(client.GET("/api/access/users/{user_id}", { params: { path: { user_id } } })),
    enabled: user_id !== "",
    ...ONCE,
  });
}

export function useSight(user_id: string, customer: string) {
  return useQuery({
    queryKey: keys.sight(user_id, customer),
    queryFn: () =>
      call<Sight>(
        client.GET("/api/access/users/{user_id}/sight", {
          params: { path: { user_id }, query: { customer } },
        }),
      ),
    ...ONCE,
  });
}

/** Customers by anything one remembers of them, for whoever sees customers. */
export function useFound(q: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.found(q),
    queryFn: async ({ signal }) =>
      (await call(client.GET("/api/search", { params: { query: { q, limit: 10 } }, signal }))).hits,
    enabled: enabled && q.trim().length > 1,
    staleTime: 30_000,
  });
}

export function useSeparation() {
  return useQuery({
    queryKey: keys.separation,
    queryFn: () => call<Separation>(client.GET("/api/access/separation")),
  });
}

export function useSwitchOn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<Separation>(client.PUT("/api/access/separation", { body: { on: true } })),
    onSuccess: (found) => queries.setQueryData(keys.separation, found),
  });
}
