import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Row = Schemas["IncidentRow"];
export type Incident = Schemas["IncidentOut"];
export type Step = Schemas["IncidentStep"];
export type Affected = Schemas["IncidentAffected"];
export type Draft = Schemas["IncidentIn"];
export type StepDraft = Omit<Schemas["IncidentStepIn"], "version">;
export type State = Row["state"];
export type SourceKind = Schemas["IncidentSource"]["kind"];

const PAGE = 50;
const MINUTE = 60_000;
const SOON = 2_000;
const OFTEN = 10_000;
const keys = {
  all: ["incidents"] as const,
  list: (state: State) => [...keys.all, "list", state] as const,
  one: (id: string) => [...keys.all, "one", id] as const,
  affected: (id: string, digest: string) => [...keys.all, "affected", id, digest] as const,
  count: () => [...keys.all, "count"] as const,
};
const of = (id: string) => ({ params: { path: { id } } });
const from = (cursor: string) => (cursor ? { cursor } : {});

export function useIncidents(state: State) {
  return useInfiniteQuery({
    queryKey: keys.list(state),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["IncidentPage"]>(
        client.GET("/api/incidents", {
          params: { query: { state, ...from(pageParam), limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.rows.some((row) => row.waits)) ? OFTEN : false,
  });
}

/** One incident; asked again every other second while it is being found out who was affected. */
export function useIncident(id: string) {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) =>
      call<Incident>(client.GET("/api/incidents/{id}", { ...of(id), signal })),
    refetchInterval: ({ state }) => (state.data?.waits && !state.data.failed ? SOON : false),
  });
}

export function useAffected(incident: Incident) {
  return useInfiniteQuery({
    queryKey: keys.affected(incident.id, incident.frozen_at ?? ""),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["IncidentAffectedPage"]>(
        client.GET("/api/incidents/{id}/affected", {
          params: { path: { id: incident.id }, query: { ...from(pageParam), limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: incident.affected > 0,
  });
}

export function useLateCount(enabled: boolean) {
  return useQuery({
    queryKey: keys.count(),
    queryFn: ({ signal }) => call(client.GET("/api/incidents/count", { signal })),
    enabled,
    staleTime: MINUTE,
    refetchInterval: MINUTE,
  });
}

/** Does one of the deeds below; whatever shows incidents is made new, whether it went well or not. */
export function useDeed<Done = unknown>() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (deed: () => Promise<Done>) => deed(),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
}

export const open = (body: Draft) => () => call(client.POST("/api/incidents", { body }));

export const change =
  ({ id, version }: Incident, body: Draft) =>
  () =>
    call(client.PUT("/api/incidents/{id}", { ...of(id), body: { ...body, version } }));

export const lookAgain =
  ({ id, version }: Incident) =>
  () =>
    call(client.POST("/api/incidents/{id}/look", { ...of(id), body: { version } }));

export const noteStep =
  ({ id, version }: Incident, body: StepDraft) =>
  () =>
    call(client.POST("/api/incidents/{id}/steps", { ...of(id), body: { ...body, version } }));

export const close =
  ({ id, version }: Incident, finding: string) =>
  () =>
    call(client.POST("/api/incidents/{id}/close", { ...of(id), body: { finding, version } }));
