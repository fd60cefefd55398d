import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import { settingsKeys } from "../api";
import type { Rule, RuleCheck, RuleDraft, Tried } from "./types";

const KEY = [...settingsKeys.all, "rules"] as const;
const at = (id: string) => ({ params: { path: { id } } });

export function useRules() {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => (await call<{ rules: Rule[] }>(client.GET("/api/rules"))).rules,
  });
}

function useChange<V, R>(run: (value: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY, exact: true }),
  });
}

export const useSaveRule = () =>
  useChange(({ id, draft }: { id?: string; draft: RuleDraft }) =>
    id
      ? call(client.PUT("/api/rules/{id}", { ...at(id), body: draft }))
      : call(client.POST("/api/rules", { body: draft })),
  );
export const useArrangeRule = () =>
  useChange(({ id, ...body }: { id: string; active?: boolean; position?: number }) =>
    call(client.PATCH("/api/rules/{id}", { ...at(id), body })),
  );
export const useRemoveRule = () =>
  useChange((id: string) => call(client.DELETE("/api/rules/{id}", at(id))));

/** What a rule that is being written says, in words and of some values. */
export function useTried(rule: RuleDraft, kind: string, values: Record<string, string[]>) {
  return useQuery({
    queryKey: [...KEY, "try", rule, kind, values],
    queryFn: () => call<Tried>(client.POST("/api/rules/try", { body: { rule, kind, values } })),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
}

/** A look at today's customers: begun by hand, followed until it ends. */
export function useRuleCheck() {
  const queries = useQueryClient();
  const key = (id: string) => [...KEY, "check", id] as const;
  const begin = useMutation({
    mutationFn: (rule: RuleDraft | null) =>
      call<RuleCheck>(
        rule
          ? client.POST("/api/rules/checks", { body: { rule } })
          : client.POST("/api/rules/marking"),
      ),
    onSuccess: (check) => queries.setQueryData(key(check.id), check),
  });
  const id = begin.data?.id ?? "";
  const check = useQuery({
    queryKey: key(id),
    queryFn: () => call<RuleCheck>(client.GET("/api/rules/checks/{id}", at(id))),
    enabled: id !== "",
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 800 : false),
  });
  const stop = useMutation({
    mutationFn: () => call<RuleCheck>(client.POST("/api/rules/checks/{id}/cancel", at(id))),
    onSuccess: (stopped) => queries.setQueryData(key(stopped.id), stopped),
  });
  return { begin, stop, check: id ? check.data : undefined, forget: begin.reset };
}
