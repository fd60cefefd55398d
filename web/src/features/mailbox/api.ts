import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Mail = Schemas["MailOut"];

const PAGE = 20;
const keys = { all: ["mails"] as const };
const at = (id: string) => ({ params: { path: { id } } });

export const useMails = () =>
  useInfiniteQuery({
    queryKey: keys.all,
    queryFn: ({ pageParam, signal }) =>
      call(
        client.GET("/api/mails", {
          params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });

export function useAssign() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ mail, customer }: { mail: string; customer: string }) =>
      call(client.POST("/api/mails/{id}/assign", { ...at(mail), body: { customer_id: customer } })),
    onSettled: (_made, _error, { customer }) =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.all }),
        queries.invalidateQueries({ queryKey: ofCustomer(customer) }),
      ]),
  });
}

export function useDiscard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (mail: string) => call(client.POST("/api/mails/{id}/discard", at(mail))),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.all }),
  });
}
