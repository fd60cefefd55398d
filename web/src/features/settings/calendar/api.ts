import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type WorkCalendar = Schemas["CalendarOut"];
export type WorkSpan = Schemas["WorkSpan"];
export type WorkDay = Schemas["WorkDay"];
export type Pasted = Schemas["PastedOut"];

const KEY = ["settings", "calendar"];

export function useWorkCalendar() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<WorkCalendar>(client.GET("/api/work-calendar", { signal })),
  });
}

export function useSaveCalendar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["CalendarIn"]) =>
      call<WorkCalendar>(client.PUT("/api/work-calendar", { body })),
    onSuccess: (saved) => queries.setQueryData(KEY, saved),
  });
}

/** Reads the days out of a text; keeps nothing. */
export function useReadDays() {
  return useMutation({
    mutationFn: (text: string) =>
      call<Pasted>(client.POST("/api/work-calendar/read", { body: { text } })),
  });
}
