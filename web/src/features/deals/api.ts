import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";
import { withMoved } from "./board";

type Schemas = components["schemas"];
export type Opportunity = Schemas["OpportunityOut"];
export type Listed = Schemas["ListedOpportunity"];
export type Board = Schemas["BoardOut"];
export type Column = Schemas["BoardColumn"];
export type Stage = Schemas["StageOut"];
export type Step = Schemas["StepOut"];
export type Sum = Schemas["SumOut"];
export type Forecast = Schemas["ForecastOut"];
export type NewOpportunity = Schemas["OpportunityIn"];
export type Changes = Schemas["OpportunityChangesIn"];
export type Lost = Schemas["LoseIn"];
export type Whose = "mine" | "team" | "all";
export type State = "open" | "won" | "lost";
export type Cut = { whose: Whose; owner: string };
export type Which = Cut & { state: State; stage: string; month: string };

const PAGE = 50;

export const dealKeys = {
  all: ["deals"] as const,
  board: (cut: Cut) => [...dealKeys.all, "board", cut] as const,
  list: (which: Which) => [...dealKeys.all, "list", which] as const,
  forecast: (whose: Whose) => [...dealKeys.all, "forecast", whose] as const,
  of: (customerId: string) => [...ofCustomer(customerId), "opportunities"] as const,
};

// Ids are longer than the numbers of a browser: they travel as text.
const asNumber = (id: string) => id as unknown as number;
const ownerQuery = (owner: string) => (owner ? { owner: asNumber(owner) } : {});

export function useBoard({ whose, owner }: Cut) {
  return useQuery({
    queryKey: dealKeys.board({ whose, owner }),
    queryFn: ({ signal }) =>
      call<Board>(
        client.GET("/api/opportunities/board", {
          params: { query: { whose, ...ownerQuery(owner) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useOpportunities(which: Which) {
  const { whose, state, owner, stage, month } = which;
  return useInfiniteQuery({
    queryKey: dealKeys.list(which),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["OpportunityPage"]>(
        client.GET("/api/opportunities", {
          params: {
            query: {
              whose,
              state,
              limit: PAGE,
              ...ownerQuery(owner),
              ...(stage ? { stage: asNumber(stage) } : {}),
              ...(month ? { month } : {}),
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

export function useForecast(whose: Whose) {
  return useQuery({
    queryKey: dealKeys.forecast(whose),
    queryFn: ({ signal }) =>
      call<Forecast>(
        client.GET("/api/opportunities/forecast", { params: { query: { whose } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useOfCustomer(customerId: string, enabled = true) {
  return useQuery({
    queryKey: dealKeys.of(customerId),
    queryFn: ({ signal }) =>
      call<Schemas["CustomerOpportunities"]>(
        client.GET("/api/customers/{id}/opportunities", {
          params: { path: { id: customerId } },
          signal,
        }),
      ),
    enabled,
  });
}

export function useWhole(customerId: string, id: string) {
  return useQuery({
    queryKey: [...dealKeys.of(customerId), id],
    queryFn: ({ signal }) =>
      call<Schemas["OpportunityWhole"]>(
        client.GET("/api/customers/{id}/opportunities/{sub}", {
          params: { path: { id: customerId, sub: id } },
          signal,
        }),
      ),
  });
}

/** For the form that is opened away from a customer's page. */
export function useFoundCustomers(text: string) {
  return useQuery({
    queryKey: [...dealKeys.all, "customers", text],
    queryFn: ({ signal }) =>
      call<{ hits: { id: string; name: string; number: string }[] }>(
        client.GET("/api/search", { params: { query: { q: text, limit: 10 } }, signal }),
      ),
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
}

/** Whatever changes an opportunity makes its customer's page, the board, the lists and the forecast new. */
function useRenew() {
  const queries = useQueryClient();
  return (customerId: string) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
      queries.invalidateQueries({ queryKey: dealKeys.all }),
    ]);
}

export function useOpen() {
  const renew = useRenew();
  return useMutation({
    mutationFn: ({ customerId, body }: { customerId: string; body: NewOpportunity }) =>
      call(
        client.POST("/api/customers/{id}/opportunities", {
          params: { path: { id: customerId } },
          body,
        }),
      ),
    onSuccess: (_, { customerId }) => renew(customerId),
  });
}

export function useChange(customerId: string, id: string) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (body: Changes) =>
      call(
        client.PATCH("/api/customers/{id}/opportunities/{sub}", {
          params: { path: { id: customerId, sub: id } },
          body,
        }),
      ),
    onSettled: () => renew(customerId),
  });
}

/** Moves a card; the boards show it at once. */
export function useMove() {
  const queries = useQueryClient();
  const renew = useRenew();
  return useMutation({
    mutationFn: ({ card, stageId }: { card: Listed; stageId: string }) =>
      call(
        client.POST("/api/customers/{id}/opportunities/{sub}/move", {
          params: { path: { id: card.customer_id, sub: card.id } },
          body: { stage_id: stageId, version: card.version },
        }),
      ),
    onMutate: async ({ card, stageId }) => {
      const boards = { queryKey: [...dealKeys.all, "board"] };
      // An answer that is on its way tells how it stood before.
      await queries.cancelQueries(boards);
      queries.setQueriesData<Board>(boards, (board) =>
        board ? withMoved(board, card, stageId) : board,
      );
    },
    onSettled: (_, __, { card }) => renew(card.customer_id),
  });
}

type Ending = { how: "win" | "reopen" } | { how: "lose"; lost: Omit<Lost, "version"> };

/** Wins, loses or reopens. */
export function useEnd() {
  const renew = useRenew();
  return useMutation({
    mutationFn: ({ card, ...end }: { card: Opportunity } & Ending) => {
      const to = { params: { path: { id: card.customer_id, sub: card.id } } };
      const body = { version: card.version };
      if (end.how === "lose") {
        return call(
          client.POST("/api/customers/{id}/opportunities/{sub}/lose", {
            ...to,
            body: { ...body, ...end.lost },
          }),
        );
      }
      return end.how === "win"
        ? call(client.POST("/api/customers/{id}/opportunities/{sub}/win", { ...to, body }))
        : call(client.POST("/api/customers/{id}/opportunities/{sub}/reopen", { ...to, body }));
    },
    onSettled: (_, __, { card }) => renew(card.customer_id),
  });
}
