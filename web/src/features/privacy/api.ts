import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { ofCustomer } from "../../api/ofCustomer";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Register = Schemas["RegisterOut"];
export type Purpose = Schemas["PurposeOut"];
export type Notice = Schemas["PrivacyNoticeOut"];
export type Standing = Schemas["CustomerPrivacyOut"];
export type Consent = Schemas["ConsentOut"];
export type DataRequest = Schemas["RequestOut"];
export type Erasure = Schemas["ErasureOut"];
export type Obstacle = Schemas["ObstacleOut"];
export type Restricted = Schemas["RestrictedOut"];
export type PurposeDraft = Schemas["PurposeIn"];
export type NoticeDraft = Schemas["NoticeIn"];
export type Policy = Schemas["PrivacyPolicyIn"];
export type ConsentDraft = Schemas["ConsentIn"];
export type RequestDraft = Schemas["RequestIn"];
export type How = Schemas["IdentifyIn"]["how"];
export type Refused = Schemas["RequestRefusalIn"]["reason"];
export type Why = Schemas["ErasureIn"]["reason"];
export type Retention = Schemas["RetentionOut"];
export type Overdue = Schemas["RetentionRow"];
/** Another number of months for one purpose. */
export type Trial = { purpose: string; months: number };
export type Waiting = "waiting" | "closed";

export const privacyKeys = {
  all: ["privacy"] as const,
  of: (customerId: string) => [...ofCustomer(customerId), "privacy"] as const,
};

export function useRegister(enabled = true) {
  return useQuery({
    queryKey: [...privacyKeys.all, "register"],
    queryFn: ({ signal }) => call<Register>(client.GET("/api/privacy/register", { signal })),
    enabled,
  });
}

export function useUnfounded() {
  return useQuery({
    queryKey: [...privacyKeys.all, "unfounded"],
    queryFn: ({ signal }) =>
      call<Schemas["UnfoundedOut"][]>(client.GET("/api/privacy/unfounded", { signal })),
    staleTime: 60_000,
  });
}

export function useRequests(state: Waiting) {
  return useQuery({
    queryKey: [...privacyKeys.all, "requests", state],
    queryFn: ({ signal }) =>
      call<Schemas["RequestsOut"]>(
        client.GET("/api/privacy/requests", { params: { query: { state } }, signal }),
      ),
  });
}

export function useErasures() {
  return useQuery({
    queryKey: [...privacyKeys.all, "erasures"],
    queryFn: ({ signal }) =>
      call<Schemas["ErasuresOut"]>(client.GET("/api/privacy/erasures", { signal })),
  });
}

export function useRetention(trial?: Trial) {
  return useQuery({
    queryKey: [...privacyKeys.all, "retention", trial ?? null],
    queryFn: ({ signal }) =>
      call<Retention>(
        client.GET("/api/privacy/retention", {
          // Ids are longer than the numbers of a browser: they travel as text.
          params: { query: trial ? { ...trial, purpose: trial.purpose as never } : {} },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useStanding(customerId: string) {
  return useQuery({
    queryKey: privacyKeys.of(customerId),
    queryFn: ({ signal }) =>
      call<Standing>(
        client.GET("/api/customers/{id}/privacy", { params: { path: { id: customerId } }, signal }),
      ),
  });
}

export type Deed = () => Promise<unknown>;

/** Does one of the deeds below; whatever shows its like is made new, whether it went well or not. */
export function useDeed(customerId?: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => deed(),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: privacyKeys.all }),
        customerId && queries.invalidateQueries({ queryKey: privacyKeys.of(customerId) }),
      ]),
  });
}

const of = (id: string) => ({ params: { path: { id } } });
const at = (id: string, sub: string) => ({ params: { path: { id, sub } } });

export const addPurpose =
  (body: PurposeDraft): Deed =>
  () =>
    call(client.POST("/api/privacy/purposes", { body }));

export const changePurpose =
  ({ id, version }: Purpose, body: PurposeDraft): Deed =>
  () =>
    call(client.PUT("/api/privacy/purposes/{id}", { ...of(id), body: { ...body, version } }));

export const endPurpose =
  ({ id, version }: Purpose): Deed =>
  () =>
    call(client.POST("/api/privacy/purposes/{id}/end", { ...of(id), body: { version } }));

export const publishNotice =
  (body: NoticeDraft): Deed =>
  () =>
    call(client.POST("/api/privacy/notices", { body }));

export const changePolicy =
  (body: Policy): Deed =>
  () =>
    call(client.PUT("/api/privacy/policy", { body }));

export const giveConsent =
  (customerId: string, body: ConsentDraft): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/consents", { ...of(customerId), body }));

export const withdrawConsent =
  (customerId: string, consentId: string): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/consents/{sub}/withdraw", at(customerId, consentId)));

export const takeDown =
  (customerId: string, body: RequestDraft): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/data-requests", { ...of(customerId), body }));

export const identify =
  ({ customer_id, id, version }: DataRequest, how: How): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/data-requests/{sub}/identify", {
        ...at(customer_id, id),
        body: { how, version },
      }),
    );

export const answer =
  ({ customer_id, id, version }: DataRequest, words: string): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/data-requests/{sub}/answer", {
        ...at(customer_id, id),
        body: { words, version },
      }),
    );

export const refuse =
  ({ customer_id, id, version }: DataRequest, reason: Refused, words: string): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/data-requests/{sub}/refuse", {
        ...at(customer_id, id),
        body: { reason, words, version },
      }),
    );

export const proposeErasure =
  (customerId: string, reason: Why, requestId?: string): Deed =>
  () =>
    call(
      client.POST("/api/customers/{id}/erasures", {
        ...of(customerId),
        body: { reason, request_id: requestId ?? null },
      }),
    );

export const proposeDisposal =
  (customerIds: string[]): Deed =>
  () =>
    call(client.POST("/api/privacy/retention", { body: { customer_ids: customerIds } }));

export const settleComeback =
  (customerId: string): Deed =>
  () =>
    call(client.POST("/api/customers/{id}/comeback/settle", of(customerId)));

export type Decision = "confirm" | "reject" | "release";

export const decide =
  (decision: Decision, { id, version }: Erasure): Deed =>
  () =>
    call(client.POST(`/api/privacy/erasures/{id}/${decision}`, { ...of(id), body: { version } }));

export const lookAt =
  (erasureId: string, reason: string): (() => Promise<Restricted>) =>
  () =>
    call(client.POST("/api/privacy/erasures/{id}/look", { ...of(erasureId), body: { reason } }));
