import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import { ofCustomer } from "../../../api/ofCustomer";
import type { components } from "../../../api/schema";
import { caseKeys, useRenew } from "../api";

type Schemas = components["schemas"];
export type Improvement = Schemas["ImprovementOut"];
export type NewImprovement = Schemas["ImprovementIn"];
export type ImprovementState = "running" | "overdue" | "closed" | "dropped";
export type ImprovementWhose = "mine" | "all";

export type Effect = { effect: "yes" | "no"; proof: string; document_id?: string | null };

const PAGE = 50;
const MOST_FILES = 200;
const to = (id: string) => ({ params: { path: { id } } });

export function useImprovements(whose: ImprovementWhose, state: ImprovementState) {
  return useInfiniteQuery({
    queryKey: [...caseKeys.all, "improvements", whose, state],
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["ImprovementPage"]>(
        client.GET("/api/improvements", {
          params: {
            query: { whose, state, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

type CaseOf = { id: string; customer_id: string };

export function usePlan({ id, customer_id }: CaseOf) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (body: NewImprovement) =>
      call(client.POST("/api/cases/{id}/improvements", { ...to(id), body })),
    onSuccess: () => renew(customer_id),
  });
}

export function useLink({ id, customer_id }: CaseOf) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (improvementId: string) =>
      call(
        client.POST("/api/improvements/{id}/cases", {
          ...to(improvementId),
          body: { case_id: id },
        }),
      ),
    onSuccess: () => renew(customer_id),
  });
}

export function useChange({ id, customer_id, version }: Improvement) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (body: Omit<Schemas["ImprovementChangesIn"], "version">) =>
      call(client.PATCH("/api/improvements/{id}", { ...to(id), body: { ...body, version } })),
    onSettled: () => renew(customer_id),
  });
}

export function useMoveOn({ id, customer_id, version }: Improvement) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (move: "finish" | "drop" | "reopen") =>
      call(client.POST("/api/improvements/{id}/move", { ...to(id), body: { move, version } })),
    // Not waited for: in a list the row may be gone by then, and nobody would hear how it went.
    onSettled: () => void renew(customer_id),
  });
}

/** The customer's documents, to choose the one that shows the effect. */
export function useFiles(customerId: string) {
  return useQuery({
    queryKey: [...ofCustomer(customerId), "proofs"],
    queryFn: ({ signal }) =>
      call<Schemas["DocumentsOut"]>(
        client.GET("/api/customers/{id}/documents", {
          params: { path: { id: customerId }, query: { limit: MOST_FILES } },
          signal,
        }),
      ),
  });
}

/** Says what proves the effect, and closes with that. */
export function useProve({ id, customer_id, version }: Improvement) {
  const renew = useRenew();
  return useMutation({
    mutationFn: async (said: Effect) => {
      await call(
        client.POST("/api/improvements/{id}/check", { ...to(id), body: { ...said, version } }),
      );
      // The check made the next version.
      const body = { move: "close" as const, version: version + 1 };
      await call(client.POST("/api/improvements/{id}/move", { ...to(id), body }));
    },
    onSettled: () => void renew(customer_id),
  });
}
