import {
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { queryClient } from "../../api/queries";
import type { Decided, Group, Merge, Page, Row, State, Wanted } from "./types";

export const duplicateKeys = {
  all: ["duplicates"] as const,
  queues: () => [...duplicateKeys.all, "queue"] as const,
  queue: (state: State, wanted: Wanted) => [...duplicateKeys.queues(), state, wanted] as const,
  group: (id: string) => [...duplicateKeys.all, "group", id] as const,
  count: () => [...duplicateKeys.all, "count"] as const,
  of: (customerId: string) => [...duplicateKeys.all, "of", customerId] as const,
};

export function useQueue(state: State, wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: duplicateKeys.queue(state, wanted),
    queryFn: ({ pageParam, signal }) =>
      call<Page>(
        client.GET("/api/duplicates/suspects", {
          params: { query: { state, ...wanted, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

const groupQuery = (id: string) =>
  queryOptions({
    queryKey: duplicateKeys.group(id),
    queryFn: ({ signal }) =>
      call<Group>(
        client.GET("/api/duplicates/suspects/{id}", { params: { path: { id } }, signal }),
      ),
  });

export function useGroup(id: string) {
  return useQuery({ ...groupQuery(id), enabled: id !== "" });
}

/** So that the next group is there at once. */
export function prefetchGroup(id: string): void {
  void queryClient.prefetchQuery(groupQuery(id));
}

export function useOpenCount(enabled: boolean) {
  return useQuery({
    queryKey: duplicateKeys.count(),
    queryFn: ({ signal }) => call(client.GET("/api/duplicates/count", { signal })),
    enabled,
    staleTime: 60_000,
  });
}

/** The open groups one customer stands in. */
export function useSuspicions(customerId: string, enabled: boolean) {
  return useQuery({
    queryKey: duplicateKeys.of(customerId),
    queryFn: ({ signal }) =>
      call<Row[]>(
        client.GET("/api/customers/{id}/duplicates", {
          params: { path: { id: customerId } },
          signal,
        }),
      ),
    enabled,
  });
}

export function merge(id: string, body: Merge): Promise<Decided> {
  return call<Decided>(
    client.POST("/api/duplicates/suspects/{id}/merge", { params: { path: { id } }, body }),
  );
}

export function dismiss(id: string, customerIds: string[]): Promise<Decided> {
  return call<Decided>(
    client.POST("/api/duplicates/suspects/{id}/dismiss", {
      params: { path: { id } },
      body: { customer_ids: customerIds },
    }),
  );
}

export function takeBack(id: string, pairs: string[][]): Promise<Decided> {
  return call<Decided>(
    client.POST("/api/duplicates/suspects/{id}/take-back", {
      params: { path: { id } },
      body: { pairs },
    }),
  );
}

export function undoMerge(id: string): Promise<Decided> {
  return call<Decided>(
    client.POST("/api/duplicates/suspects/{id}/undo-merge", { params: { path: { id } } }),
  );
}

/** Undoes the decision about a group of a list of decided ones. */
export function useReopen() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (row: Row) => (row.state === "merged" ? undoMerge(row.id) : takeBack(row.id, [])),
    onSettled: () => queries.invalidateQueries({ queryKey: duplicateKeys.all }),
  });
}
