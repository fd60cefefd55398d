import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type {
  Asked,
  Campaign,
  CampaignDraft,
  CampaignOutlook,
  Figures,
  ListedPage,
  Marking,
  Sending,
  Standings,
  Targets,
  View,
  What,
} from "./types";

const POLL_MS = 1500;
const BUSY = ["queued", "running"];

export const verificationKeys = {
  all: ["verification"] as const,
  customer: (id: string, version: number) =>
    [...verificationKeys.all, "customer", id, version] as const,
  list: (what: What) => [...verificationKeys.all, "list", what] as const,
  campaigns: () => [...verificationKeys.all, "campaigns"] as const,
  campaign: (id: string) => [...verificationKeys.campaigns(), id] as const,
  targets: (id: string, figures: Figures) =>
    [...verificationKeys.campaign(id), "targets", figures] as const,
};

/** The customer as the page read it: another version may have other points. */
export type Whose = { customerId: string; version: number };

/** How the contact points of a customer stand; asked for again while a message is on its way. */
export function useStandings({ customerId, version }: Whose) {
  return useQuery({
    queryKey: verificationKeys.customer(customerId, version),
    queryFn: () =>
      call<Standings>(
        client.GET("/api/customers/{id}/verification", { params: { path: { id: customerId } } }),
      ),
    refetchInterval: (query) =>
      query.state.data?.points.some((point) => point.open?.message === "queued") ? POLL_MS : false,
  });
}

export type Step = { send: Sending } | { confirm: string } | { mark: Marking };

function take(customerId: string, pointId: string, step: Step): Promise<Standings> {
  const params = { path: { id: customerId, sub: pointId } };
  if ("send" in step) {
    return call(
      client.POST("/api/customers/{id}/verification/{sub}/send", { params, body: step.send }),
    );
  }
  if ("confirm" in step) {
    const body = { code: step.confirm };
    return call(client.POST("/api/customers/{id}/verification/{sub}/confirm", { params, body }));
  }
  return call(
    client.POST("/api/customers/{id}/verification/{sub}/mark", { params, body: step.mark }),
  );
}

/** One step of verifying; the answer is how the points stand now. A refusal may have used a try: ask again. */
export function useVerify(whose: Whose, pointId: string, onChanged: () => void) {
  const queries = useQueryClient();
  const key = verificationKeys.customer(whose.customerId, whose.version);
  return useMutation({
    mutationFn: (step: Step) => take(whose.customerId, pointId, step),
    onSuccess: (standings) => {
      queries.setQueryData(key, standings);
      onChanged();
    },
    onError: () => queries.invalidateQueries({ queryKey: key }),
  });
}

export function useListed(what: What) {
  return useInfiniteQuery({
    queryKey: verificationKeys.list(what),
    queryFn: ({ pageParam }) =>
      call<ListedPage>(
        client.GET("/api/verification/{what}", {
          params: { path: { what }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

export function useCampaigns() {
  return useQuery({
    queryKey: verificationKeys.campaigns(),
    queryFn: async () =>
      (await call<{ campaigns: Campaign[] }>(client.GET("/api/campaigns"))).campaigns,
    refetchInterval: (query) =>
      query.state.data?.some((each) => BUSY.includes(each.state)) ? POLL_MS * 2 : false,
  });
}

export function useCampaign(id: string) {
  return useQuery({
    queryKey: verificationKeys.campaign(id),
    queryFn: () => call<Campaign>(client.GET("/api/campaigns/{id}", { params: { path: { id } } })),
    // When everybody was asked, messages still leave one by one, and answers come in.
    refetchInterval: ({ state: { data } }) => {
      if (data && BUSY.includes(data.state)) return POLL_MS;
      return data && data.figures.sent > 0 ? POLL_MS * 3 : false;
    },
  });
}

/** Who was asked; other figures mean that something became of somebody. */
export function useTargets({ id, figures }: Campaign) {
  return useInfiniteQuery({
    queryKey: verificationKeys.targets(id, figures),
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      call<Targets>(
        client.GET("/api/campaigns/{id}/targets", {
          params: { path: { id }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}

/** How many would be asked; nothing is sent. */
export function useCampaignOutlook() {
  return useMutation({
    mutationFn: (body: CampaignDraft) =>
      call<CampaignOutlook>(client.POST("/api/campaigns/outlook", { body })),
  });
}

export function useStartCampaign() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CampaignDraft) => call<Campaign>(client.POST("/api/campaigns", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: verificationKeys.campaigns() }),
  });
}

export function useCancelCampaign(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<Campaign>(client.POST("/api/campaigns/{id}/cancel", { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: verificationKeys.campaigns() }),
  });
}

/** Saved views of the customer list: their filter says whom a campaign asks. */
export function useCustomerViews() {
  return useQuery({
    queryKey: [...verificationKeys.all, "views"],
    queryFn: () =>
      call<View[]>(client.GET("/api/views", { params: { query: { list: "customers" } } })),
  });
}

/** What the link asks; nothing is confirmed by asking. */
export function useAsked(token: string) {
  return useQuery({
    queryKey: [...verificationKeys.all, "asked", token],
    queryFn: async () => {
      await call(client.GET("/api/instance"));
      return call<Asked>(client.POST("/api/confirmation", { body: { token, look: true } }));
    },
    enabled: token !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useConfirmLink(token: string) {
  return useMutation({
    mutationFn: () =>
      call<Asked>(client.POST("/api/confirmation", { body: { token, look: false } })),
  });
}
