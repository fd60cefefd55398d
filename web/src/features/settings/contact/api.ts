import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type ContactPlan = Schemas["ContactPlanOut"];
export type Rhythm = Schemas["RhythmOut"];
export type Outlook = Schemas["ContactOutlookOut"];
export type Tried = { rules: Rhythm[]; most: number };

const KEY = ["settings", "contact-plan"] as const;

export const useContactPlan = () =>
  useQuery({ queryKey: KEY, queryFn: () => call<ContactPlan>(client.GET("/api/contact-plan")) });

export function useSaveContactPlan() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ContactPlan) => call<ContactPlan>(client.PUT("/api/contact-plan", { body })),
    onSuccess: (plan) => queries.setQueryData(KEY, plan),
  });
}

export const useOutlook = () =>
  useMutation({
    mutationFn: (body: Tried) => call<Outlook>(client.POST("/api/contact-plan/outlook", { body })),
  });

const ESCALATION = ["settings", "escalation"] as const;
export type Escalation = Schemas["EscalationOut"];

export const useEscalation = () =>
  useQuery({
    queryKey: ESCALATION,
    queryFn: () => call<Escalation>(client.GET("/api/escalation")),
  });

export function useSaveEscalation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Escalation) => call(client.PUT("/api/escalation", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ESCALATION }),
  });
}

export const useFollowNow = () =>
  useMutation({ mutationFn: () => call(client.POST("/api/contact-plan/run")) });
