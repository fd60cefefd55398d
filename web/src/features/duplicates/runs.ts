import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";
import { duplicateKeys } from "./api";

export type Run = components["schemas"]["DedupeRunOut"];

const POLL_MS = 1_000;
const runKeys = { all: ["duplicate-runs"] as const };

export const isBusy = (run: Run | undefined) =>
  run?.state === "waiting" || run?.state === "running";

/** The latest runs; while one works it is asked for every second, and the queue follows its end. */
export function useRuns(enabled: boolean) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: runKeys.all,
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<{ rows: Run[] }>(runKeys.all)?.rows[0];
      const now = await call(client.GET("/api/duplicates/runs", { signal }));
      if (isBusy(before) && !isBusy(now.rows[0])) {
        void queries.invalidateQueries({ queryKey: duplicateKeys.all });
      }
      return now;
    },
    enabled,
    refetchInterval: ({ state }) => (isBusy(state.data?.rows[0]) ? POLL_MS : false),
  });
}

export function useStartRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (whole: boolean) =>
      call<Run>(client.POST("/api/duplicates/runs", { body: { whole } })),
    onSettled: () => queries.invalidateQueries({ queryKey: runKeys.all }),
  });
}

export function useCancelRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call<Run>(client.POST("/api/duplicates/runs/{id}/cancel", { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: runKeys.all }),
  });
}
