import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";
import { errorText } from "../../../ui/errorText";
import { archiveKeys } from "../api";

export type Hint = components["schemas"]["HintOut"];

/** Persons or organisations that seem to belong to a customer; asked again when its page changes. */
export function useHints(id: string) {
  return useQuery({
    queryKey: archiveKeys.hints(id),
    queryFn: ({ signal }) =>
      call<Hint[]>(client.GET("/api/customers/{id}/hints", { params: { path: { id } }, signal })),
  });
}

/** Says why it did not work; of the mutation, not of the line that began it: that one is gone by then. */
function useSayWhy() {
  const { message } = App.useApp();
  return (error: Error) => void message.error(errorText(error));
}

/** They have nothing to do with each other; remembered. */
export function usePutAside(id: string) {
  const queries = useQueryClient();
  const onError = useSayWhy();
  return useMutation({
    mutationFn: (other_id: string) =>
      call(
        client.POST("/api/customers/{id}/hints/aside", {
          params: { path: { id } },
          body: { other_id },
        }),
      ),
    // The whole page: its history tells of it.
    onSuccess: () => queries.invalidateQueries({ queryKey: archiveKeys.page(id) }),
    onError,
  });
}

export function useTakeUp(id: string) {
  const queries = useQueryClient();
  const onError = useSayWhy();
  return useMutation({
    mutationFn: (other_id: string) =>
      call(
        client.POST("/api/customers/{id}/hints/take-up", {
          params: { path: { id } },
          body: { other_id },
        }),
      ),
    // The whole page: its history tells of it.
    onSuccess: () => queries.invalidateQueries({ queryKey: archiveKeys.page(id) }),
    onError,
  });
}
