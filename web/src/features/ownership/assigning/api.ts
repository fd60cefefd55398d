import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Assignment = Schemas["AssignmentRuleOut"];
export type AssignmentDraft = Schemas["AssignmentRuleIn"];
export type Condition = Schemas["AssignmentConditionOut"];
export type Trial = Schemas["AssignmentTrialOut"];

const all = ["ownership", "assigning"] as const;
const at = (id: string) => ({ params: { path: { id } } });
type Known = { id: string; version: number };

export const useAssignments = () =>
  useQuery({
    queryKey: [...all, "rules"],
    queryFn: ({ signal }) => call<Assignment[]>(client.GET("/api/assignment-rules", { signal })),
  });

function useSetting<V, R = unknown>(run: (value: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => queries.invalidateQueries({ queryKey: all }),
  });
}

export const useSaveAssignment = () =>
  useSetting(({ was, ...body }: AssignmentDraft & { was: Known | null }) =>
    was
      ? call(
          client.PUT("/api/assignment-rules/{id}", {
            ...at(was.id),
            body: { ...body, version: was.version },
          }),
        )
      : call(client.POST("/api/assignment-rules", { body })),
  );
export const useOrder = () =>
  useSetting((ids: string[]) => call(client.PUT("/api/assignment-rules/order", { body: { ids } })));
export const useDropAssignment = () =>
  useSetting(({ id, version }: Known) =>
    call(client.POST("/api/assignment-rules/{id}/drop", { ...at(id), body: { version } })),
  );
export const useRest = () =>
  useSetting(({ id, version }: Known) =>
    call(client.POST("/api/assignment-rules/{id}/off", { ...at(id), body: { version } })),
  );
export const usePutInForce = () =>
  useSetting(({ id, ...body }: Known & { existing: boolean; seen: string }) =>
    call(client.POST("/api/assignment-rules/{id}/on", { ...at(id), body })),
  );

/** What a rule would do now; asked anew each time, since that is what switching it on needs. */
export const useTrial = (rule: Assignment, existing: boolean) =>
  useQuery({
    queryKey: [...all, "trial", rule.id, rule.version, existing],
    queryFn: () =>
      call<Trial>(
        client.POST("/api/assignment-rules/{id}/simulate", { ...at(rule.id), body: { existing } }),
      ),
    staleTime: 0,
    gcTime: 0,
  });
