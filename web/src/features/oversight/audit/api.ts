import { useInfiniteQuery } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";
import type { Span } from "./span";

type Schemas = components["schemas"];
export type Line = Schemas["TimelineLineOut"];
export type GrantUse = Schemas["GrantUseOut"];
export type Left = Schemas["ExportOut"];
export type Seen = Schemas["SeenOut"];

const PAGE = 50;
const keys = {
  person: (id: string, span: Span) => ["audit", "person", id, span] as const,
  grants: (span: Span) => ["audit", "grants", span] as const,
  exports: (span: Span) => ["audit", "exports", span] as const,
  seen: (id: string) => ["audit", "seen", id] as const,
};
const at = (cursor: string, span: Span = {}) => ({
  ...(cursor ? { cursor } : {}),
  ...span,
  limit: PAGE,
});
const next = (last: { next: string | null }) => last.next ?? undefined;

export function useTimeline(id: string, span: Span) {
  return useInfiniteQuery({
    queryKey: keys.person(id, span),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["PersonTimeline"]>(
        client.GET("/api/audit/people/{id}", {
          params: { path: { id }, query: at(pageParam, span) },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: next,
  });
}

export function useGrants(span: Span) {
  return useInfiniteQuery({
    queryKey: keys.grants(span),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["GrantUsePage"]>(
        client.GET("/api/audit/grants", { params: { query: at(pageParam, span) }, signal }),
      ),
    initialPageParam: "",
    getNextPageParam: next,
  });
}

export function useExports(span: Span) {
  return useInfiniteQuery({
    queryKey: keys.exports(span),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["ExportPage"]>(
        client.GET("/api/audit/exports", { params: { query: at(pageParam, span) }, signal }),
      ),
    initialPageParam: "",
    getNextPageParam: next,
  });
}

export function useSeen(id: string) {
  return useInfiniteQuery({
    queryKey: keys.seen(id),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["SeenPage"]>(
        client.GET("/api/customers/{id}/looks", {
          params: { path: { id }, query: at(pageParam) },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: next,
  });
}
