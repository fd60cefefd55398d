import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";
import { useLanguage } from "../../lib/i18n";

type Schemas = components["schemas"];
export type Standing = Schemas["InvitationsOut"];
export type Invitation = Schemas["InvitationOut"];
export type Way = Schemas["WayOut"];
export type InvitationDraft = Schemas["InvitationIn"];
export type Correction = Schemas["SentCorrectionOut"];
export type Page = Schemas["PortalOut"];
export type PageField = Schemas["PortalField"];
export type Sent = Schemas["PortalCorrection"];
export type Consent = Schemas["PortalConsent"];
export type Kind = Schemas["PortalRequestIn"]["kind"];

export const portalKeys = {
  all: ["portal"] as const,
  of: (customerId: string) => [...ofCustomer(customerId), "portal"] as const,
  page: (language: string) => ["portal", "page", language] as const,
};

export function useInvitations(customerId: string) {
  return useQuery({
    queryKey: portalKeys.of(customerId),
    queryFn: ({ signal }) =>
      call<Standing>(
        client.GET("/api/customers/{id}/invitations", {
          params: { path: { id: customerId } },
          signal,
        }),
      ),
  });
}

export function useInvite(customerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: InvitationDraft) =>
      call<Schemas["InvitedOut"]>(
        client.POST("/api/customers/{id}/invitations", {
          params: { path: { id: customerId } },
          body,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
  });
}

export function useRevoke(customerId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sub: string) =>
      call(
        client.POST("/api/customers/{id}/invitations/{sub}/revoke", {
          params: { path: { id: customerId, sub } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ofCustomer(customerId) }),
  });
}

export function useCorrections() {
  return useQuery({
    queryKey: [...portalKeys.all, "corrections"],
    queryFn: ({ signal }) => call<Correction[]>(client.GET("/api/corrections", { signal })),
  });
}

/** How many wait, for the menu. */
export function useWaiting(enabled: boolean) {
  return useQuery({
    queryKey: [...portalKeys.all, "waiting"],
    queryFn: ({ signal }) =>
      call<Schemas["CorrectionCountOut"]>(client.GET("/api/corrections/count", { signal })),
    enabled,
    staleTime: 60_000,
  });
}

export type Decision = { row: Correction; reason?: string };

/** Accepts, or with a reason refuses. The customer's version has moved on afterwards, for the other rows as well. */
export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ row, reason }: Decision) => {
      const params = { path: { id: row.id } };
      return reason === undefined
        ? call(
            client.POST("/api/corrections/{id}/accept", { params, body: { version: row.version } }),
          )
        : call(client.POST("/api/corrections/{id}/refuse", { params, body: { reason } }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: portalKeys.all }),
  });
}

export function usePortalFields() {
  return useQuery({
    queryKey: [...portalKeys.all, "fields"],
    queryFn: ({ signal }) =>
      call<Schemas["PortalRuleOut"]>(client.GET("/api/portal/fields", { signal })),
  });
}

export function useSetPortalFields() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (fields: string[]) => call(client.PUT("/api/portal/fields", { body: { fields } })),
    onSettled: () => queries.invalidateQueries({ queryKey: portalKeys.all }),
  });
}

/** Knocks at the door: without a code one is sent. */
export function useDoor(token: string) {
  return useMutation({
    mutationFn: async (code: string) => {
      // Gives the browser the cookie that a change needs.
      await call(client.GET("/api/instance"));
      return call<Schemas["PortalDoorOut"]>(
        client.POST("/api/self-service/session", { body: { token, code } }),
      );
    },
  });
}

/** The customer's own page, while the session lasts. */
export function usePage(enabled: boolean) {
  return useQuery({
    queryKey: portalKeys.page(useLanguage()),
    queryFn: ({ signal }) => call<Page>(client.GET("/api/self-service", { signal })),
    enabled,
    retry: false,
    gcTime: 0,
  });
}

export type Step =
  | { correct: Record<string, string[]> }
  | { confirm: true }
  | { consent: string; notice: number }
  | { withdraw: string }
  | { ask: Kind; words: string };

function take(step: Step): Promise<Page> {
  if ("correct" in step) {
    return call(client.POST("/api/self-service/corrections", { body: { values: step.correct } }));
  }
  if ("confirm" in step) return call(client.POST("/api/self-service/confirmation"));
  if ("consent" in step) {
    const body = { purpose_id: step.consent, notice: step.notice };
    return call(client.POST("/api/self-service/consents", { body }));
  }
  if ("withdraw" in step) {
    const params = { path: { id: step.withdraw } };
    return call(client.POST("/api/self-service/consents/{id}/withdraw", { params }));
  }
  return call(
    client.POST("/api/self-service/requests", { body: { kind: step.ask, words: step.words } }),
  );
}

/** One thing the customer does; the answer is the page as it is then. */
export function useStep() {
  const queries = useQueryClient();
  const key = portalKeys.page(useLanguage());
  return useMutation({
    mutationFn: take,
    onSuccess: (page) => queries.setQueryData(key, page),
  });
}

export function useLeave() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(client.POST("/api/self-service/leave")),
    onSuccess: () => queries.removeQueries({ queryKey: portalKeys.all }),
  });
}
