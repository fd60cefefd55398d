import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call, client } from "./client";
import type { components } from "./schema";

export type Mentionable = components["schemas"]["MentionableOut"];
export type Mentions = components["schemas"]["MentionsOut"];

/** Colleagues who see a customer, by a part of their name; null asks nothing. */
export function useMentionable(customerId: string, text: string | null) {
  return useQuery({
    queryKey: ["mentions", customerId, "colleagues", text],
    queryFn: ({ signal }) =>
      call<Mentionable[]>(
        client.GET("/api/customers/{id}/colleagues", {
          params: { path: { id: customerId }, query: { text: text ?? "" } },
          signal,
        }),
      ),
    enabled: text !== null,
    placeholderData: keepPreviousData,
  });
}

/** Who will be told of a text, and who is named in it and will not. */
export function useMentions(customerId: string, text: string) {
  return useQuery({
    queryKey: ["mentions", customerId, "told", text],
    queryFn: ({ signal }) =>
      call<Mentions>(
        client.POST("/api/customers/{id}/mentions", {
          params: { path: { id: customerId } },
          body: { text },
          signal,
        }),
      ),
    enabled: text.includes("@"),
    placeholderData: (previous) => (text.includes("@") ? previous : undefined),
  });
}
