import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

export type Limits = components["schemas"]["SuspectLimits"];

export type Learning = components["schemas"]["LearningOut"];

const LEARNING = ["settings", "duplicate-learning"] as const;
const KEY = ["settings", "duplicate-limits"] as const;

export function useLimits() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<Limits>(client.GET("/api/duplicates/thresholds", { signal })),
  });
}

export function useSaveLimits() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Limits) => call<Limits>(client.PUT("/api/duplicates/thresholds", { body })),
    onSuccess: (limits) => {
      queries.setQueryData(KEY, limits);
      return queries.invalidateQueries({ queryKey: ["duplicates"] });
    },
  });
}

export function useLearning() {
  return useQuery({
    queryKey: LEARNING,
    queryFn: ({ signal }) => call<Learning>(client.GET("/api/duplicates/learning", { signal })),
  });
}

export function useLetTeach() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (learn: boolean) =>
      call<Learning>(client.PUT("/api/duplicates/learning", { body: { learn } })),
    onSuccess: (learning) => queries.setQueryData(LEARNING, learning),
  });
}
