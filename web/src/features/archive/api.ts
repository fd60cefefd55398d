import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { openCustomer } from "../../api/panels";
import { type Condition, type ListState, toApiFilter } from "./list/filters";
import type {
  BulkAction,
  BulkAnswer,
  Checked,
  Created,
  CustomerDetail,
  CustomerPageOfList,
  History,
  Kind,
  Parsed,
  SearchHit,
  Values,
  View,
} from "./types";

const PAGE = 100;
const EVENTS = 20;

export const archiveKeys = {
  all: ["archive"] as const,
  lists: () => [...archiveKeys.all, "list"] as const,
  list: (state: ListState, trashed: boolean) => [...archiveKeys.lists(), state, trashed] as const,
  count: (filter: Condition[]) => [...archiveKeys.all, "count", filter] as const,
  pages: () => [...archiveKeys.all, "customer"] as const,
  page: (id: string) => [...archiveKeys.pages(), id] as const,
  quality: (id: string) => [...archiveKeys.page(id), "quality"] as const,
  hints: (id: string) => [...archiveKeys.page(id), "hints"] as const,
  history: (id: string, ...former: string[]) =>
    [...archiveKeys.page(id), "history", ...former] as const,
  check: (kind: Kind, values: Values) => [...archiveKeys.all, "check", kind, values] as const,
  search: (q: string) => [...archiveKeys.all, "search", q] as const,
  views: () => [...archiveKeys.all, "views"] as const,
};

export function listParameters(state: ListState, trashed = false) {
  const filter = toApiFilter(state.filter);
  return {
    sort: state.sort,
    columns: state.columns.join(","),
    ...(filter ? { filter } : {}),
    ...(trashed ? { trashed: true } : {}),
  };
}

export function useCustomerList(state: ListState, trashed = false) {
  return useInfiniteQuery({
    queryKey: archiveKeys.list(state, trashed),
    queryFn: ({ pageParam, signal }) =>
      call<CustomerPageOfList>(
        client.GET("/api/customers", {
          params: {
            query: {
              ...listParameters(state, trashed),
              limit: PAGE,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

/** The exact count is asked for only on demand; it may take seconds on a large archive. */
export function useExactCount(filter: Condition[], enabled: boolean) {
  return useQuery({
    queryKey: archiveKeys.count(filter),
    queryFn: () =>
      call<{ value: number }>(
        client.GET("/api/customers/count", { params: { query: { filter: toApiFilter(filter) } } }),
      ),
    enabled,
  });
}

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: archiveKeys.page(id),
    queryFn: (): Promise<CustomerDetail> => openCustomer(id),
  });

/** What happened to a customer; `former` is the number of one merged into it, to see what happened to that one alone. */
export function useHistory(id: string, former: string) {
  return useInfiniteQuery({
    queryKey: archiveKeys.history(id, former),
    queryFn: ({ pageParam }) =>
      call<History>(
        client.GET("/api/customers/{id}/history", {
          params: {
            path: { id },
            query: {
              limit: EVENTS,
              ...(pageParam && { cursor: pageParam }),
              ...(former && { former }),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function useCheck(kind: Kind, values: Values, enabled: boolean) {
  return useQuery({
    queryKey: archiveKeys.check(kind, values),
    queryFn: ({ signal }) =>
      call<Checked>(client.POST("/api/customers/check", { body: { kind, values }, signal })),
    enabled,
    placeholderData: keepPreviousData,
    // What was typed into a draft should not linger in memory.
    gcTime: 0,
    retry: false,
  });
}

/** Asks for a share of a customer that a concealed hit stands for. */
export function useApply() {
  return useMutation({
    mutationFn: (body: { handle: string; reason: string }) =>
      call(client.POST("/api/collaboration", { body })),
  });
}

export function useParse() {
  return useMutation({
    mutationFn: (text: string) =>
      call<Parsed>(client.POST("/api/customers/parse", { body: { text } })),
  });
}

export function useSearch(q: string) {
  return useQuery({
    queryKey: archiveKeys.search(q),
    queryFn: ({ signal }) =>
      call<{ hits: SearchHit[]; count: { value: number; capped: boolean } }>(
        client.GET("/api/search", { params: { query: { q, limit: 10 } }, signal }),
      ),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
}

/** Lists, pages and counts may all show the customer that changed. */
export function refreshArchive(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: archiveKeys.all });
}

export function useCreate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { kind: Kind; values: Values; force?: boolean }) =>
      call<Created>(client.POST("/api/customers", { body })),
    onSuccess: () => refreshArchive(queries),
  });
}

export function useBulk() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: string[]; action: BulkAction; value?: string | string[] }) =>
      call<BulkAnswer>(client.POST("/api/customers/bulk", { body })),
    onSuccess: () => refreshArchive(queries),
  });
}

export function useViews() {
  return useQuery({
    queryKey: archiveKeys.views(),
    queryFn: () => call(client.GET("/api/views", { params: { query: { list: "customers" } } })),
  });
}

type ViewChange =
  | { create: Omit<View, "id" | "mine"> }
  | { id: string; change: Partial<Pick<View, "name" | "shared" | "state">> }
  | { remove: string };

export function useChangeView() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: ViewChange) => {
      if ("create" in order) return call(client.POST("/api/views", { body: order.create }));
      const path = { view_id: "remove" in order ? order.remove : order.id };
      if ("remove" in order)
        return call(client.DELETE("/api/views/{view_id}", { params: { path } }));
      return call(client.PATCH("/api/views/{view_id}", { params: { path }, body: order.change }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: archiveKeys.views() }),
  });
}
