import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";
import { upload } from "../../api/upload";

type Schemas = components["schemas"];
export type Run = Schemas["LedgerRunOut"];
export type Inspection = Schemas["LedgerInspectionOut"];
export type Mapping = Schemas["LedgerMappingIn"];
export type Report = Schemas["LedgerReportOut"];
export type Fate = "created" | "updated" | "unchanged" | "refused" | "skipped_layout";

const POLL_MS = 1000;
const BUSY = ["uploaded", "checking", "filing"];

export const FATES: readonly Fate[] = [
  "created",
  "updated",
  "unchanged",
  "refused",
  "skipped_layout",
];

/** While the server works on a run, the page asks again. */
export const isBusy = (run: Run) => BUSY.includes(run.state);

const runKeys = {
  all: ["ledger"] as const,
  run: (id: string) => [...runKeys.all, "run", id] as const,
};

export const send = (file: File, onProgress: (share: number) => void) =>
  upload<Run>("/api/transaction-imports", file, {}, onProgress);

export function useRuns() {
  return useInfiniteQuery({
    queryKey: [...runKeys.all, "runs"],
    queryFn: ({ pageParam }) =>
      call<Schemas["LedgerRunsOut"]>(
        client.GET("/api/transaction-imports", {
          params: { query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** A run, asked for again every second while the server works on it. */
export function useRun(id: string) {
  return useQuery({
    queryKey: runKeys.run(id),
    queryFn: () =>
      call<Run>(client.GET("/api/transaction-imports/{id}", { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data) ? POLL_MS : false),
  });
}

export function useInspection(id: string) {
  return useQuery({
    queryKey: [...runKeys.run(id), "inspection"],
    queryFn: () =>
      call<Inspection>(
        client.GET("/api/transaction-imports/{id}/inspection", { params: { path: { id } } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSaveMapping(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Mapping) =>
      call<Inspection>(
        client.PUT("/api/transaction-imports/{id}/mapping", { params: { path: { id } }, body }),
      ),
    onSuccess: (inspection) => {
      queries.setQueryData([...runKeys.run(id), "inspection"], inspection);
      return queries.invalidateQueries({ queryKey: runKeys.run(id), exact: true });
    },
  });
}

export function useRunAction(id: string, action: "check" | "commit" | "cancel") {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const to = { params: { path: { id } } };
      if (action === "check") return call(client.POST("/api/transaction-imports/{id}/check", to));
      return action === "commit"
        ? call(client.POST("/api/transaction-imports/{id}/commit", to))
        : call(client.POST("/api/transaction-imports/{id}/cancel", to));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: runKeys.all }),
  });
}

export function useLines(id: string, fate: Fate, state: string) {
  return useInfiniteQuery({
    queryKey: [...runKeys.run(id), "lines", fate, state],
    queryFn: ({ pageParam }) =>
      call<Schemas["LedgerLinesOut"]>(
        client.GET("/api/transaction-imports/{id}/lines", {
          params: { path: { id }, query: { fate, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** Has the result of a run written by the server; the same one again while it is there. */
export function useAskForReport(id: string) {
  return useMutation({
    mutationFn: (fate: Fate | null) =>
      call<Report>(
        client.POST("/api/transaction-imports/{id}/reports", {
          params: { path: { id } },
          body: { fate },
        }),
      ),
  });
}

/** A result, asked for again every second until it is written. */
export function useReport(id: string) {
  return useQuery({
    queryKey: [...runKeys.all, "report", id],
    queryFn: () =>
      call<Report>(client.GET("/api/transaction-reports/{id}", { params: { path: { id } } })),
    refetchInterval: (query) =>
      query.state.data && query.state.data.state !== "waiting" ? false : POLL_MS,
    enabled: id !== "",
  });
}
