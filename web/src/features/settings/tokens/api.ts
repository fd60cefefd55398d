import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

export type SomebodysToken = components["schemas"]["TokenOfSomebody"];

const KEY = ["settings", "tokens"] as const;

export const useEverybodysTokens = () =>
  useQuery({ queryKey: KEY, queryFn: async () => (await call(client.GET("/api/tokens"))).tokens });

export function useEndSomebodysToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token_id: string) =>
      call(client.DELETE("/api/tokens/{token_id}", { params: { path: { token_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
