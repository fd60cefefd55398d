import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";

const KEY = ["activity", "morning-mail"] as const;

/** Whether one gets the mail, and why none could be sent. */
export function useMorningMail() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      call<components["schemas"]["MorningMailOut"]>(client.GET("/api/morning-mail", { signal })),
  });
}

export function useChooseMorningMail() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: boolean) => call(client.PUT("/api/morning-mail", { body: { wanted } })),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
