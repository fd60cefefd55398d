import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import { ofCustomer } from "../../../api/ofCustomer";
import type { components } from "../../../api/schema";
import type { Cut } from "../api";

type Schemas = components["schemas"];
export type KeyAccount = Schemas["KeyAccount"];
export type Plan = Schemas["PlanOut"];
export type Signal = Schemas["SignalOut"];
export type Stakeholder = Schemas["StakeholderOut"];
export type Review = Schemas["ReviewOut"];
export type NewPlan = Schemas["PlanIn"];
export type NewStakeholder = Schemas["StakeholderIn"];
export type Influence = Stakeholder["influence"];
export type Attitude = Stakeholder["attitude"];
type Seen = { id: string; version: number };

const PAGE = 50;

export const strategyKeys = {
  all: ["key-accounts"] as const,
  list: (cut: Cut) => [...strategyKeys.all, cut] as const,
  of: (customerId: string) => [...ofCustomer(customerId), "strategy"] as const,
};

export function useKeyAccounts(cut: Cut) {
  const { whose, owner } = cut;
  return useInfiniteQuery({
    queryKey: strategyKeys.list(cut),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["KeyAccountPage"]>(
        client.GET("/api/key-accounts", {
          params: {
            query: {
              whose,
              limit: PAGE,
              // Ids are longer than the numbers of a browser: they travel as text.
              ...(owner ? { owner: owner as unknown as number } : {}),
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

/** How many of one's own are to be looked at again, today or since. */
export function useDueReviews(enabled: boolean) {
  return useQuery({
    queryKey: [...strategyKeys.all, "due"],
    queryFn: ({ signal }) =>
      call<Schemas["KeyAccountPage"]>(
        client.GET("/api/key-accounts", { params: { query: { due: true, limit: 1 } }, signal }),
      ),
    enabled,
    staleTime: 60_000,
  });
}

export function useStrategy(customerId: string) {
  return useQuery({
    queryKey: strategyKeys.of(customerId),
    queryFn: ({ signal }) =>
      call<KeyAccount>(
        client.GET("/api/customers/{id}/strategy", {
          params: { path: { id: customerId } },
          signal,
        }),
      ),
  });
}

/** Whom the archive knows at the customer: its contacts, and persons it is tied to. */
export function useKnownPeople(customerId: string) {
  return useQuery({
    queryKey: [...strategyKeys.of(customerId), "known"],
    queryFn: ({ signal }) =>
      call<Schemas["PageOut"]>(
        client.GET("/api/customers/{id}", { params: { path: { id: customerId } }, signal }),
      ),
  });
}

export type Deed = () => Promise<unknown>;

/** Does one of the deeds below; the customer's page and the list are made new, whether it went well or not. */
export function useDeed(customerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => deed(),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
        queries.invalidateQueries({ queryKey: strategyKeys.all }),
      ]),
  });
}

const of = (id: string) => ({ params: { path: { id } } });
const at = (id: string, sub: string) => ({ params: { path: { id, sub } } });

export const beginPlan =
  (customerId: string, body: NewPlan): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/plans", { ...of(customerId), body }));

export const changePlan =
  (plan: Plan, changes: NewPlan): Deed =>
  () =>
    call(
      client.PATCH("/api/customers/{id}/plans/{sub}", {
        ...at(plan.customer_id, plan.id),
        body: { ...changes, version: plan.version },
      }),
    );

export const endPlan =
  (plan: Plan): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/plans/{sub}/end", {
        ...at(plan.customer_id, plan.id),
        body: { version: plan.version },
      }),
    );

export const reviewPlan =
  (plan: Plan, said: Omit<Schemas["ReviewIn"], "version">): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/plans/{sub}/reviews", {
        ...at(plan.customer_id, plan.id),
        body: { ...said, version: plan.version },
      }),
    );

export const addStakeholder =
  (customerId: string, body: NewStakeholder): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/stakeholders", { ...of(customerId), body }));

export const changeStakeholder =
  (customerId: string, { id, version }: Seen, changes: Partial<NewStakeholder>): Deed =>
  () =>
    call(
      client.PATCH("/api/customers/{id}/stakeholders/{sub}", {
        ...at(customerId, id),
        body: { ...changes, version },
      }),
    );

export const dropStakeholder =
  (customerId: string, { id, version }: Seen): Deed =>
  () =>
    call(
      client.DELETE("/api/customers/{id}/stakeholders/{sub}", {
        params: { path: { id: customerId, sub: id }, query: { version } },
      }),
    );
