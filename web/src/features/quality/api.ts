import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { Cut, Figures, Measure, Which, WorkPageOfList } from "./types";

const PAGE = 50;
// The server follows changes every few seconds; while everything is scored anew, progress is shown.
const WHILE_SCORING = 1_500;
const OTHERWISE = 10_000;
// Adding up so many takes the server a second.
const MANY = 200_000;
const SELDOM = 60_000;

export const qualityKeys = {
  all: ["quality"] as const,
  figures: (cut: Cut) => [...qualityKeys.all, "figures", cut] as const,
  work: (cut: Cut, measure: Measure | undefined) =>
    [...qualityKeys.all, "work", cut, measure] as const,
  reviews: (which: Which) => [...qualityKeys.all, "reviews", which] as const,
};

// Ids are longer than the numbers of a browser: they travel as text.
function cutQuery({ department, owner }: Cut) {
  return {
    ...(department ? { department: department as unknown as number } : {}),
    ...(owner ? { owner: owner as unknown as number } : {}),
  };
}

export function useFigures(cut: Cut) {
  return useQuery({
    queryKey: qualityKeys.figures(cut),
    queryFn: ({ signal }) =>
      call<Figures>(
        client.GET("/api/quality/figures", { params: { query: cutQuery(cut) }, signal }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data && data.customers > MANY ? SELDOM : data?.scoring ? WHILE_SCORING : OTHERWISE,
  });
}

export function useWork(cut: Cut, measure: Measure | undefined) {
  return useInfiniteQuery({
    queryKey: qualityKeys.work(cut, measure),
    queryFn: ({ pageParam, signal }) =>
      call<WorkPageOfList>(
        client.GET("/api/quality/work", {
          params: {
            query: {
              ...cutQuery(cut),
              ...(measure ? { measure } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
              limit: PAGE,
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

export function useReviews(which: Which) {
  return useInfiniteQuery({
    queryKey: qualityKeys.reviews(which),
    queryFn: ({ pageParam, signal }) =>
      call<WorkPageOfList>(
        client.GET("/api/quality/reviews", {
          params: { query: { which, ...(pageParam ? { cursor: pageParam } : {}), limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

/** Checked, all correct. */
export function useConfirm() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      call(
        client.POST("/api/customers/{id}/review", { params: { path: { id } }, body: { version } }),
      ),
    // The provenance on the customer's page and its history have changed as well.
    onSuccess: () => queries.invalidateQueries(),
  });
}
