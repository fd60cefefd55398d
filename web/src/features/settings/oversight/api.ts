import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

export type Figures = components["schemas"]["UnusualRulesOut"];
export type FiguresChange = components["schemas"]["UnusualRulesIn"];

const RULES = ["oversight", "rules"] as const;
const CANARIES = ["oversight", "canaries"] as const;

export function useFigures() {
  return useQuery({
    queryKey: RULES,
    queryFn: ({ signal }) => call(client.GET("/api/unusual-access-rules", { signal })),
  });
}

export function useSaveFigures() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: FiguresChange) => call(client.PUT("/api/unusual-access-rules", { body })),
    onSuccess: (fresh) => cache.setQueryData(RULES, fresh),
  });
}

export function useCanaries() {
  return useQuery({
    queryKey: CANARIES,
    queryFn: ({ signal }) => call(client.GET("/api/canaries", { signal })),
  });
}

export function useMarkCanary() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (number: string) => call(client.POST("/api/canaries", { body: { number } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: CANARIES }),
  });
}

export function useUnmarkCanary() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(client.DELETE("/api/canaries/{id}", { params: { path: { id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: CANARIES }),
  });
}
