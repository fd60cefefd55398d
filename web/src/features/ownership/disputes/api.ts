import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Dispute = Schemas["DisputeOut"];
export type DisputeCase = Schemas["DisputeCaseOut"];
export type Evidence = Schemas["EvidenceOut"];
export type Happened = Schemas["HappenedOut"];
export type Named = Schemas["OwnershipNamed"];
export type State = Dispute["state"];
export type Decision = Omit<Schemas["DecisionIn"], "version">;

const PAGE = 50;
const keys = {
  all: ["ownership", "disputes"] as const,
  list: (state: State) => [...keys.all, "list", state] as const,
  one: (id: string) => [...keys.all, "one", id] as const,
  of: (customer: string) => [...keys.all, "of", customer] as const,
};
const at = (id: string) => ({ params: { path: { id } } });

export const useDisputes = (state: State) =>
  useInfiniteQuery({
    queryKey: keys.list(state),
    queryFn: ({ pageParam, signal }) =>
      call(
        client.GET("/api/disputes", {
          params: { query: { state, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });

/** The open disputes of a customer that one has a part in or may decide. */
export const useOpenOf = (customer: string) =>
  useQuery({
    queryKey: keys.of(customer),
    queryFn: ({ signal }) =>
      call(client.GET("/api/disputes", { params: { query: { customer_id: customer } }, signal })),
  });

export const useDispute = (id: string) =>
  useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) =>
      call<DisputeCase>(client.GET("/api/disputes/{id}", { ...at(id), signal })),
  });

/** A decision may change whose a customer is, and so what stands on every page. */
function useDeed<V, R = unknown>(run: (value: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => queries.invalidateQueries() });
}

export const useRaise = (customer: string) =>
  useDeed((body: Schemas["DisputeIn"]) =>
    call(client.POST("/api/customers/{id}/disputes", { ...at(customer), body })),
  );
export const useAnswer = (id: string) =>
  useDeed((text: string) =>
    call(client.POST("/api/disputes/{id}/statements", { ...at(id), body: { text } })),
  );
export const useWithdraw = ({ id, version }: DisputeCase) =>
  useDeed(() => call(client.POST("/api/disputes/{id}/withdraw", { ...at(id), body: { version } })));
export const useDecide = ({ id, version }: DisputeCase) =>
  useDeed((body: Decision) =>
    call(client.POST("/api/disputes/{id}/decide", { ...at(id), body: { ...body, version } })),
  );
