import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";
import { settingsKeys } from "../api";

type Schemas = components["schemas"];
export type Rules = Schemas["QualityRules"];
export type Weights = Schemas["QualityWeights"];
export type Interval = Schemas["QualityInterval"];
export type FieldChoice = Schemas["QualityField"];

const KEY = [...settingsKeys.all, "quality"] as const;

export function useRules() {
  return useQuery({
    queryKey: KEY,
    queryFn: () => call<Rules>(client.GET("/api/quality/rules")),
    refetchInterval: ({ state }) => (state.data?.scoring ? 1_500 : false),
  });
}

type Change =
  | { weights: Schemas["QualityWeightsIn"] }
  | { standard: string }
  | { days: Record<string, number> }
  | { reviews: Schemas["QualityReviewsIn"] };

function send(change: Change): Promise<Rules> {
  if ("weights" in change)
    return call<Rules>(client.PUT("/api/quality/rules/weights", { body: change.weights }));
  if ("standard" in change)
    return call<Rules>(
      client.PUT("/api/quality/rules/standard-template", { body: { template: change.standard } }),
    );
  if ("days" in change)
    return call<Rules>(client.PUT("/api/quality/rules/valid-for", { body: { days: change.days } }));
  return call<Rules>(client.PUT("/api/quality/rules/reviews", { body: change.reviews }));
}

export function useSaveRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (rules) => {
      queries.setQueryData(KEY, rules);
      // The figures follow the rules.
      void queries.invalidateQueries({ queryKey: ["quality"] });
    },
  });
}
