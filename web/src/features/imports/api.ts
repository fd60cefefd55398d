import {
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { upload } from "../../api/upload";
import { isBusy } from "./steps";
import type {
  Chosen,
  Inspection,
  Mapping,
  RowPage,
  Run,
  RunPageOfList,
  UndoPreview,
} from "./types";

const POLL_MS = 1000;

export const importKeys = {
  all: ["imports"] as const,
  runs: () => [...importKeys.all, "runs"] as const,
  run: (id: string) => [...importKeys.all, "run", id] as const,
  inspection: (id: string) => [...importKeys.run(id), "inspection"] as const,
  rows: (id: string, fate: Chosen, state: string) =>
    [...importKeys.run(id), "rows", fate, state] as const,
  undo: (id: string) => [...importKeys.run(id), "undo"] as const,
};

export function useRuns() {
  return useInfiniteQuery({
    queryKey: importKeys.runs(),
    queryFn: ({ pageParam }) =>
      call<RunPageOfList>(
        client.GET("/api/imports", {
          params: { query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.rows.some((run) => isBusy(run.state)))
        ? POLL_MS * 3
        : false,
  });
}

const runQuery = (id: string) =>
  queryOptions({
    queryKey: importKeys.run(id),
    queryFn: () => call<Run>(client.GET("/api/imports/{id}", { params: { path: { id } } })),
  });

/** A run, asked for again every second while the server works on it. */
export function useRun(id: string) {
  return useQuery({
    ...runQuery(id),
    refetchInterval: (query) =>
      query.state.data && isBusy(query.state.data.state) ? POLL_MS : false,
  });
}

export function useInspection(id: string) {
  return useQuery({
    queryKey: importKeys.inspection(id),
    queryFn: () =>
      call<Inspection>(client.GET("/api/imports/{id}/inspection", { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A correction of the mapping; the answer is the new inspection with fresh samples. */
export function useSaveMapping(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Mapping) =>
      call<Inspection>(client.PUT("/api/imports/{id}/mapping", { params: { path: { id } }, body })),
    onSuccess: (inspection) => {
      queries.setQueryData(importKeys.inspection(id), inspection);
      return queries.invalidateQueries({ queryKey: importKeys.run(id), exact: true });
    },
  });
}

export function useRunAction(id: string, action: "check" | "commit" | "cancel") {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const params = { params: { path: { id } } };
      if (action === "check") return call(client.POST("/api/imports/{id}/check", params));
      if (action === "commit") return call(client.POST("/api/imports/{id}/commit", params));
      return call(client.POST("/api/imports/{id}/cancel", params));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: importKeys.all }),
  });
}

export function useReportRows(id: string, fate: Chosen, state: string) {
  return useInfiniteQuery({
    queryKey: importKeys.rows(id, fate, state),
    queryFn: ({ pageParam }) =>
      call<RowPage>(
        client.GET("/api/imports/{id}/rows", {
          params: {
            path: { id },
            query: { ...(fate ? { fate } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function useUndoPreview(id: string, enabled: boolean) {
  return useQuery({
    queryKey: importKeys.undo(id),
    queryFn: () =>
      call<UndoPreview>(client.GET("/api/imports/{id}/undo", { params: { path: { id } } })),
    enabled,
  });
}

export function useUndo(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (also: string[] | "all") =>
      call(client.POST("/api/imports/{id}/undo", { params: { path: { id } }, body: { also } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: importKeys.all }),
  });
}

export function uploadFile(file: File, source: string, onProgress: (share: number) => void) {
  return upload<Run>("/api/imports", file, { source }, onProgress);
}
