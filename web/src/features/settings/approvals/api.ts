import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

export type Terms = components["schemas"]["ApprovalTermsOut"];
export type TermsChange = components["schemas"]["ApprovalTermsIn"];

const KEY = ["approvals", "terms"] as const;

export function useTerms() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call(client.GET("/api/approval-terms", { signal })),
  });
}

export function useSaveTerms() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: TermsChange) => call(client.PUT("/api/approval-terms", { body })),
    onSuccess: (fresh) => cache.setQueryData(KEY, fresh),
  });
}
