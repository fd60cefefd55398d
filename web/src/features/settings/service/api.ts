import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Queue = Schemas["QueueOut"];
export type QueueDraft = Schemas["QueueIn"];
export type ServiceSettings = Schemas["ServiceSettingsOut"];
export type Target = Schemas["TargetLine"];
export type Reason = Schemas["ReasonLine"];

const KEYS = { queues: ["settings", "queues"], targets: ["settings", "service"] };

export function useQueues() {
  return useQuery({
    queryKey: KEYS.queues,
    queryFn: ({ signal }) => call<Queue[]>(client.GET("/api/service/queues", { signal })),
  });
}

export function useSaveQueue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: QueueDraft & { id: string | null }) =>
      id
        ? call(client.PUT("/api/service/queues/{id}", { params: { path: { id } }, body }))
        : call(client.POST("/api/service/queues", { body })),
    // Forms and lists of cases name the queues, too.
    onSettled: () => queries.invalidateQueries(),
  });
}

export function useServiceSettings() {
  return useQuery({
    queryKey: KEYS.targets,
    queryFn: ({ signal }) => call<ServiceSettings>(client.GET("/api/service/settings", { signal })),
  });
}

export function useSaveServiceSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["ServiceSettingsIn"]) =>
      call(client.PUT("/api/service/settings", { body })),
    onSuccess: () => queries.invalidateQueries(),
  });
}
