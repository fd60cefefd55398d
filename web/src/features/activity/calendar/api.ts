import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
const KEY = ["activity", "calendar-link"] as const;

/** One's own calendar link, without its secret. */
export function useCalendarLink() {
  return useQuery({
    queryKey: KEY,
    // A calendar reads behind the page's back.
    staleTime: 0,
    queryFn: ({ signal }) =>
      call<Schemas["CalendarLinkOut"]>(client.GET("/api/calendar-link", { signal })),
  });
}

function useRenew() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: KEY });
}

/** Makes the link, or another address for it. */
export function useSubscribe() {
  return useMutation({
    mutationFn: (detailed: boolean) =>
      call<Schemas["NewCalendarLinkOut"]>(
        client.POST("/api/calendar-link", { body: { detailed } }),
      ),
    onSuccess: useRenew(),
  });
}

export function useShowMore() {
  return useMutation({
    mutationFn: (detailed: boolean) =>
      call(client.PATCH("/api/calendar-link", { body: { detailed } })),
    onSettled: useRenew(),
  });
}

export function useUnsubscribe() {
  return useMutation({
    mutationFn: () => call(client.DELETE("/api/calendar-link")),
    onSettled: useRenew(),
  });
}
