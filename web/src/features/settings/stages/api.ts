import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

export type Stages = components["schemas"]["StagesOut"];
export type StageLine = components["schemas"]["StageIn"];

const key = ["settings", "stages"];

export function useStages() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call<Stages>(client.GET("/api/opportunity-stages", { signal })),
  });
}

export function useSaveStages() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { stages: StageLine[]; version: number }) =>
      call(client.PUT("/api/opportunity-stages", { body })),
    // Boards and panels name the stages, too.
    onSuccess: () => queries.invalidateQueries(),
  });
}
