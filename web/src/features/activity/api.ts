import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Interaction = Schemas["InteractionOut"];
export type FollowUp = Schemas["FollowUpOut"];
export type ListedFollowUp = Schemas["ListedFollowUp"];
export type NewInteraction = Schemas["InteractionIn"];
export type NewFollowUp = Schemas["FollowUpIn"];
export type InteractionChanges = Schemas["InteractionChangesIn"];
export type FollowUpChanges = Schemas["FollowUpChangesIn"];
export type Load = Schemas["LoadOut"];
export type Whose = "mine" | "team";
export type When = "due" | "overdue" | "today" | "week" | "later" | "all" | "done";

const PAGE = 50;

export const activityKeys = {
  all: ["activity"] as const,
  due: (whose: Whose, when: When, assignee: string) =>
    [...activityKeys.all, "due", whose, when, assignee] as const,
  load: () => [...activityKeys.all, "load"] as const,
  of: (customerId: string) => [...ofCustomer(customerId), "activity"] as const,
};

/** One customer's open follow-ups, and whether one may add to them. */
export function useActivity(customerId: string) {
  return useQuery({
    queryKey: activityKeys.of(customerId),
    queryFn: ({ signal }) =>
      call<Schemas["ActivityOut"]>(
        client.GET("/api/customers/{id}/activity", {
          params: { path: { id: customerId }, query: { limit: 1 } },
          signal,
        }),
      ),
  });
}

export function useDue(whose: Whose, when: When, assignee = "", limit = PAGE) {
  return useInfiniteQuery({
    queryKey: [...activityKeys.due(whose, when, assignee), limit],
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["FollowUpPage"]>(
        client.GET("/api/follow-ups", {
          params: {
            query: {
              whose,
              when,
              limit,
              ...(assignee ? { assignee } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function useWorkload(enabled: boolean) {
  return useQuery({
    queryKey: activityKeys.load(),
    queryFn: ({ signal }) => call<Load[]>(client.GET("/api/follow-ups/workload", { signal })),
    enabled,
  });
}

export function useWeek() {
  return useQuery({
    queryKey: [...activityKeys.all, "week"],
    queryFn: ({ signal }) =>
      call<Schemas["WeekOut"]>(client.GET("/api/follow-ups/week", { signal })),
  });
}

/** Whatever changes what is to be done makes the customer's page and every due list new. */
function useRenew(customerId: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
      queries.invalidateQueries({ queryKey: activityKeys.all }),
      queries.invalidateQueries({ queryKey: ["archive", "list"] }),
    ]);
}

export function useWriteDown(customerId: string) {
  return useMutation({
    mutationFn: (body: NewInteraction) =>
      call(
        client.POST("/api/customers/{id}/interactions", {
          params: { path: { id: customerId } },
          body,
        }),
      ),
    onSuccess: useRenew(customerId),
  });
}

export function useCorrect(customerId: string, id: string) {
  return useMutation({
    mutationFn: (body: InteractionChanges) =>
      call(
        client.PATCH("/api/customers/{id}/interactions/{sub}", {
          params: { path: { id: customerId, sub: id } },
          body,
        }),
      ),
    onSettled: useRenew(customerId),
  });
}

export function useTakeAway(customerId: string) {
  return useMutation({
    mutationFn: (id: string) =>
      call(
        client.DELETE("/api/customers/{id}/interactions/{sub}", {
          params: { path: { id: customerId, sub: id } },
        }),
      ),
    onSuccess: useRenew(customerId),
  });
}

/** Puts an interaction on top of the timeline, or takes it down. */
export function usePin(customerId: string) {
  return useMutation({
    mutationFn: ({ id, pinned }: { id: string; pinned: boolean }) => {
      const to = { params: { path: { id: customerId, sub: id } } };
      return pinned
        ? call(client.PUT("/api/customers/{id}/interactions/{sub}/pin", to))
        : call(client.DELETE("/api/customers/{id}/interactions/{sub}/pin", to));
    },
    onSuccess: useRenew(customerId),
  });
}

export function usePinned(customerId: string) {
  return useQuery({
    queryKey: [...ofCustomer(customerId), "pinned-interactions"],
    queryFn: ({ signal }) =>
      call<Interaction[]>(
        client.GET("/api/customers/{id}/pinned-interactions", {
          params: { path: { id: customerId } },
          signal,
        }),
      ),
  });
}

export function usePlan(customerId: string) {
  return useMutation({
    mutationFn: (body: NewFollowUp) =>
      call(
        client.POST("/api/customers/{id}/follow-ups", {
          params: { path: { id: customerId } },
          body,
        }),
      ),
    onSuccess: useRenew(customerId),
  });
}

export function useChangeFollowUp(customerId: string, id: string) {
  return useMutation({
    mutationFn: (body: FollowUpChanges) =>
      call(
        client.PATCH("/api/customers/{id}/follow-ups/{sub}", {
          params: { path: { id: customerId, sub: id } },
          body,
        }),
      ),
    onSettled: useRenew(customerId),
  });
}

type Ending = "done" | "drop" | "reopen";

/** Ends a follow-up, or takes it up again. */
export function useEnd(customerId: string) {
  return useMutation({
    mutationFn: ({ id, version, how }: { id: string; version: number; how: Ending }) => {
      const to = { params: { path: { id: customerId, sub: id } }, body: { version } };
      if (how === "done") {
        return call(client.POST("/api/customers/{id}/follow-ups/{sub}/done", to));
      }
      return how === "drop"
        ? call(client.POST("/api/customers/{id}/follow-ups/{sub}/drop", to))
        : call(client.POST("/api/customers/{id}/follow-ups/{sub}/reopen", to));
    },
    onSettled: useRenew(customerId),
  });
}
