import { useQueryClient } from "@tanstack/react-query";

/** What several features show about one customer lies under one key, so that whoever changes something makes all of it new. */
export const ofCustomer = (id: string) => ["of-customer", id] as const;

export function useCustomerChanged(id: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ofCustomer(id) });
}
