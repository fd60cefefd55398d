import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";
import type { Level } from "../../../ui/levels/locale";

export type Rules = components["schemas"]["Rules"];
type Sessions = components["schemas"]["Sessions"];
const RULES = ["settings", "sign-in"] as const;
const of = (user_id: string) => ({ params: { path: { user_id } } });
const sessionsKey = (user_id: string) => ["settings", "sessions", user_id];

export function useRules() {
  return useQuery({
    queryKey: RULES,
    queryFn: () => call<Rules>(client.GET("/api/sign-in-rules")),
  });
}

export function useSaveRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<Rules>) => call<Rules>(client.PATCH("/api/sign-in-rules", { body })),
    onSuccess: (rules) => queries.setQueryData(RULES, rules),
  });
}

export function useSessionsOf(user_id: string) {
  return useQuery({
    queryKey: sessionsKey(user_id),
    queryFn: () => call<Sessions>(client.GET("/api/users/{user_id}/sessions", of(user_id))),
  });
}

export function useGiveClearance(user_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (level: Level) =>
      call<void>(client.PUT("/api/users/{user_id}/clearance", { ...of(user_id), body: { level } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["settings", "users"] }),
  });
}

export function useEndSessionsOf(user_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<{ ended: number }>(client.DELETE("/api/users/{user_id}/sessions", of(user_id))),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsKey(user_id) }),
  });
}

export function useTakeOff(user_id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(client.DELETE("/api/users/{user_id}/factors", of(user_id))),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionsKey(user_id) }),
  });
}
