import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Belongings = Schemas["BelongingsOut"];
export type Succession = Schemas["SuccessionOut"];
export type Share = { user_id: string; parts: number };

const key = (person: string) => ["ownership", "succession", person] as const;
const at = (id: string) => ({ params: { path: { id } } });
const SOON = 1500;
const busy = (found: Belongings | undefined) =>
  found?.successions.some((each) => each.state === "waiting" || each.state === "running") ?? false;

/** What somebody has; asked again while it is being handed over. */
export const useBelongings = (person: string) =>
  useQuery({
    queryKey: key(person),
    queryFn: ({ signal }) =>
      call<Belongings>(client.GET("/api/people/{id}/succession", { ...at(person), signal })),
    refetchInterval: (query) => (busy(query.state.data) ? SOON : false),
  });

export function useBegin(person: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (shares: Share[]) =>
      call(client.POST("/api/people/{id}/succession", { ...at(person), body: { shares } })),
    onSettled: () => queries.invalidateQueries(),
  });
}
