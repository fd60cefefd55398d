import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isApiError } from "./errors";

function retry(count: number, error: unknown): boolean {
  const transient = !isApiError(error) || error.status === 0 || error.status >= 502;
  return transient && count < 2;
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache(),
  mutationCache: new MutationCache(),
  defaultOptions: {
    queries: { retry, staleTime: 15_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
