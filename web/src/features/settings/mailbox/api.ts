import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Mailbox = Schemas["MailboxOut"];
export type Wanted = Schemas["MailboxIn"];
export type Problem = Mailbox["problem"];

const KEY = ["settings", "mailbox"] as const;

export const useMailbox = () =>
  useQuery({ queryKey: KEY, queryFn: () => call<Mailbox>(client.GET("/api/mailbox")) });

export function useSaveMailbox() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["MailboxChangeIn"]) =>
      call<Mailbox>(client.PUT("/api/mailbox", { body })),
    onSuccess: (mailbox) => queries.setQueryData(KEY, mailbox),
  });
}

export const useTryMailbox = () =>
  useMutation({
    mutationFn: (body: Wanted) => call(client.POST("/api/mailbox/test", { body })),
  });
