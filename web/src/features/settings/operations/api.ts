import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Keys = Schemas["KeysOut"];

const KEYS = ["settings", "keys"] as const;

/** Whether a rotation is on its way. */
export const rotating = (keys: Keys) =>
  keys.rotation?.state === "queued" || keys.rotation?.state === "running";

/** Whether customers' values are being sealed again. */
export const resealing = (keys: Keys) => keys.reseal?.waits_for === "sealing";

export const useKeys = () =>
  useQuery({
    queryKey: KEYS,
    queryFn: () => call<Keys>(client.GET("/api/operations/keys")),
    refetchInterval: ({ state }) =>
      state.data && (rotating(state.data) || resealing(state.data)) ? 2000 : false,
  });

function useKept(send: () => Promise<Keys>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (keys) => queries.setQueryData(KEYS, keys),
  });
}

export const useRotate = () =>
  useKept(() => call<Keys>(client.POST("/api/operations/keys/rotate")));
export const useReseal = () =>
  useKept(() => call<Keys>(client.POST("/api/operations/keys/reseal")));
export const useCopy = () => useKept(() => call<Keys>(client.POST("/api/operations/keys/copies")));
