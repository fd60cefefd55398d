import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Transaction = Schemas["TransactionOut"];
export type ListedTransaction = Schemas["ListedOut"];
export type Whole = Schemas["WholeOut"];
export type NewTransaction = Schemas["TransactionIn"];
export type Balance = Schemas["BalanceOut"];
export type Product = Schemas["ProductOut"];
export type Referred = Schemas["ReferredOut"];
export type Receivables = Schemas["ReceivablesOut"];
export type Changes = Schemas["ChangesIn"];
export type Filter = {
  customer?: string;
  kind?: NewTransaction["kind"];
  since?: string;
  until?: string;
  overdue?: boolean;
  open?: boolean;
};

export const commerceKeys = {
  all: ["commerce"] as const,
  list: (filter: Filter) => [...commerceKeys.all, "list", filter] as const,
  owing: (currency: string, overdue: boolean) =>
    [...commerceKeys.all, "owing", currency, overdue] as const,
  customers: (text: string) => [...commerceKeys.all, "customers", text] as const,
  products: (text: string) => [...commerceKeys.all, "products", text] as const,
  of: (customerId: string) => [...ofCustomer(customerId), "transactions"] as const,
};

export function useTransactions(filter: Filter, enabled = true) {
  return useInfiniteQuery({
    queryKey: commerceKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["TransactionPageOut"]>(
        client.GET("/api/transactions", {
          params: { query: { ...filter, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    enabled,
  });
}

/** How a customer stands, and its newest transactions. */
export function useStanding(customerId: string, limit: number, enabled = true) {
  return useQuery({
    queryKey: [...commerceKeys.of(customerId), limit],
    queryFn: ({ signal }) =>
      call<Schemas["StandingOut"]>(
        client.GET("/api/customers/{id}/transactions", {
          params: { path: { id: customerId }, query: { limit } },
          signal,
        }),
      ),
    enabled,
  });
}

export function useTransaction(customerId: string, id: string) {
  return useQuery({
    queryKey: [...commerceKeys.of(customerId), "one", id],
    queryFn: ({ signal }) =>
      call<Whole>(
        client.GET("/api/customers/{id}/transactions/{sub}", {
          params: { path: { id: customerId, sub: id } },
          signal,
        }),
      ),
  });
}

/** Whatever changes the ledger makes the customer's page and every list new. */
function useRenew(customerId: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
      queries.invalidateQueries({ queryKey: commerceKeys.all }),
      queries.invalidateQueries({ queryKey: ["archive", "list"] }),
    ]);
}

export function useWriteDown(customerId: string) {
  return useMutation({
    mutationFn: (body: NewTransaction) =>
      call(
        client.POST("/api/customers/{id}/transactions", {
          params: { path: { id: customerId } },
          body,
        }),
      ),
    onSuccess: useRenew(customerId),
  });
}

export function useCorrect(customerId: string, id: string) {
  return useMutation({
    mutationFn: (body: Changes) =>
      call(
        client.PATCH("/api/customers/{id}/transactions/{sub}", {
          params: { path: { id: customerId, sub: id } },
          body,
        }),
      ),
    onSettled: useRenew(customerId),
  });
}

/** Who owes, the most overdue first; "" is the currency most customers owe in. */
export function useReceivables(currency: string, overdue: boolean) {
  return useInfiniteQuery({
    queryKey: commerceKeys.owing(currency, overdue),
    queryFn: ({ pageParam, signal }) =>
      call<Receivables>(
        client.GET("/api/receivables", {
          params: { query: { currency, overdue, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** Customers as the search box finds them. */
export function useFoundCustomers(text: string) {
  return useQuery({
    queryKey: commerceKeys.customers(text),
    queryFn: ({ signal }) =>
      call<{ hits: { id: string; name: string; number: string }[] }>(
        client.GET("/api/search", { params: { query: { q: text, limit: 10 } }, signal }),
      ),
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
}

/** Products on sale that a line may name. */
export function useChoice(text: string, enabled: boolean) {
  return useQuery({
    queryKey: [...commerceKeys.products(text), "choice"],
    queryFn: ({ signal }) =>
      call<Schemas["ProductPageOut"]>(
        client.GET("/api/products", {
          params: { query: { q: text, active: true, limit: 20 } },
          signal,
        }),
      ),
    enabled,
    placeholderData: keepPreviousData,
  });
}

export function useVoid(customerId: string) {
  return useMutation({
    mutationFn: ({ id, version }: { id: string; version: number }) =>
      call(
        client.POST("/api/customers/{id}/transactions/{sub}/void", {
          params: { path: { id: customerId, sub: id } },
          body: { version },
        }),
      ),
    onSettled: useRenew(customerId),
  });
}

export function useProducts(text: string) {
  return useInfiniteQuery({
    queryKey: commerceKeys.products(text),
    queryFn: ({ pageParam, signal }) =>
      call<Schemas["ProductPageOut"]>(
        client.GET("/api/products", {
          params: { query: { q: text, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function useSaveProduct(product: Product | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["ProductIn"] & { active?: boolean }) =>
      product
        ? call(
            client.PATCH("/api/products/{id}", {
              params: { path: { id: product.id } },
              body: { ...body, version: product.version },
            }),
          )
        : call(client.POST("/api/products", { body })),
    onSettled: () => queries.invalidateQueries({ queryKey: [...commerceKeys.all, "products"] }),
  });
}
