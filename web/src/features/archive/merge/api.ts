import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";
import { archiveKeys, refreshArchive } from "../api";

type Schemas = components["schemas"];
export type Plan = Schemas["MergePlan"];
export type Line = Schemas["MergeLine"];
export type Participant = Schemas["MergeParticipant"];
export type Merged = Schemas["MergedOut"];
export type Kept = Schemas["MergeKept"];
export type Outlook = Schemas["UnmergeOutlook"];
export type Choices = Record<string, string>;

const mergeKeys = {
  plan: (ids: string[], keep: string, choices: Choices) =>
    [...archiveKeys.all, "merge-plan", ids, keep, choices] as const,
  kept: (id: string) => [...archiveKeys.all, "merge", id] as const,
  since: (id: string) => [...archiveKeys.all, "merge", id, "since"] as const,
};

/** What merging would make of these customers, by the rules and the choices so far. */
export function useMergePlan(ids: string[], keep: string, choices: Choices) {
  return useQuery({
    queryKey: mergeKeys.plan(ids, keep, choices),
    queryFn: ({ signal }) =>
      call<Plan>(
        client.POST("/api/merges/plan", {
          body: { ids, choices, ...(keep ? { survivor_id: keep } : {}) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    enabled: ids.length > 1,
    retry: false,
    gcTime: 0,
  });
}

export function useMerge() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ plan, choices }: { plan: Plan; choices: Choices }) =>
      call<Merged>(
        client.POST("/api/merges", {
          body: {
            survivor_id: plan.survivor_id,
            loser_ids: plan.participants
              .map((each) => each.id)
              .filter((id) => id !== plan.survivor_id),
            choices,
            versions: Object.fromEntries(plan.participants.map(({ id, version }) => [id, version])),
          },
        }),
      ),
    // A refusal often means that somebody was quicker: what they did is shown before the next try.
    onSettled: () => refreshArchive(queries),
  });
}

/** What each participant said when they were merged. */
export function useKept(id: string) {
  return useQuery({
    queryKey: mergeKeys.kept(id),
    queryFn: () => call<Kept>(client.GET("/api/merges/{id}", { params: { path: { id } } })),
  });
}

/** What came after a merge, and where it would go. */
export function useOutlook(id: string) {
  return useQuery({
    queryKey: mergeKeys.since(id),
    queryFn: () =>
      call<Outlook>(client.GET("/api/merges/{id}/since", { params: { path: { id } } })),
    retry: false,
    gcTime: 0,
  });
}

export function useUnmerge(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { places: Record<string, string>; version: number }) =>
      call<Schemas["UnmergedOut"]>(
        client.POST("/api/merges/{id}/undo", { params: { path: { id } }, body }),
      ),
    onSuccess: () => refreshArchive(queries),
  });
}
