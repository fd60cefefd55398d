import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Pool = Schemas["PoolOut"];
export type Waiting = Schemas["PooledOut"];
export type Soon = Schemas["SoonOut"];
export type Settings = Schemas["OwnershipSettingsOut"];
export type PoolSettings = Schemas["PoolSettingsOut"];
export type PoolDraft = Schemas["PoolIn"];
export type Cap = Schemas["CapOut"];
export type Rule = Schemas["RecyclingRuleOut"];
export type RuleDraft = Schemas["RecyclingRuleIn"];
export type Simulation = Schemas["SimulationOut"];
export type Reason = Schemas["ReleaseIn"]["reason"];
export type Whose = "mine" | "team";

const PAGE = 50;
const keys = {
  all: ["ownership"] as const,
  pools: () => [...keys.all, "pools"] as const,
  waiting: (pool: string) => [...keys.all, "waiting", pool] as const,
  soon: (whose: Whose) => [...keys.all, "soon", whose] as const,
  hold: () => [...keys.all, "hold"] as const,
  settings: () => [...keys.all, "settings"] as const,
};

export const usePools = (enabled = true) =>
  useQuery({
    queryKey: keys.pools(),
    queryFn: ({ signal }) => call<Pool[]>(client.GET("/api/pools", { signal })),
    enabled,
  });

export const useWaiting = (pool: string) =>
  useInfiniteQuery({
    queryKey: keys.waiting(pool),
    queryFn: ({ pageParam, signal }) =>
      call(
        client.GET("/api/pools/{id}/waiting", {
          params: {
            path: { id: pool },
            query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });

export const useSoon = (whose: Whose) =>
  useQuery({
    queryKey: keys.soon(whose),
    queryFn: ({ signal }) =>
      call<Soon[]>(client.GET("/api/ownership/soon", { params: { query: { whose } }, signal })),
  });

export const useHold = () =>
  useQuery({
    queryKey: keys.hold(),
    queryFn: ({ signal }) => call(client.GET("/api/ownership/hold", { signal })),
  });

export const useSettings = () =>
  useQuery({
    queryKey: keys.settings(),
    queryFn: ({ signal }) => call<Settings>(client.GET("/api/ownership/settings", { signal })),
  });

/** A change after which everything may stand otherwise: lists, pages and what one may still claim. */
function useChange<V, R = unknown>(run: (value: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => queries.invalidateQueries() });
}

/** A change of what is set; only this feature shows it. */
function useSetting<V, R = unknown>(run: (value: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.all }),
  });
}

type InPool = { pool: string; customer: string };
const inPool = ({ pool, customer }: InPool) => ({
  params: { path: { id: pool, sub: customer } },
});
const at = (id: string) => ({ params: { path: { id } } });

export const useClaim = () =>
  useChange((one: InPool) => call(client.POST("/api/pools/{id}/waiting/{sub}/claim", inPool(one))));
export const useGive = () =>
  useChange(({ owner, ...one }: InPool & { owner: string }) =>
    call(
      client.POST("/api/pools/{id}/waiting/{sub}/give", {
        ...inPool(one),
        body: { owner_id: owner },
      }),
    ),
  );
export const useRelease = () =>
  useChange(({ customer, pool, reason }: InPool & { reason: Reason }) =>
    call(
      client.POST("/api/customers/{id}/release", {
        ...at(customer),
        body: { pool_id: pool, reason },
      }),
    ),
  );

type Known = { id: string; version: number };
export const useSavePool = () =>
  useSetting(({ was, ...body }: PoolDraft & { was: Known | null }) =>
    was
      ? call(
          client.PUT("/api/pools/{id}", { ...at(was.id), body: { ...body, version: was.version } }),
        )
      : call(client.POST("/api/pools", { body })),
  );
export const useClosePool = () =>
  useSetting(({ id, version }: Known) =>
    call(client.POST("/api/pools/{id}/close", { ...at(id), body: { version } })),
  );

type CapDraft = {
  department_id: string | null;
  most: number;
  free_tag_ids: string[];
  free_open_deals: boolean;
};
export const useSaveCap = () =>
  useSetting(({ was, department_id, ...body }: CapDraft & { was: Known | null }) =>
    was
      ? call(
          client.PUT("/api/ownership-caps/{id}", {
            ...at(was.id),
            body: { ...body, version: was.version },
          }),
        )
      : call(client.POST("/api/ownership-caps", { body: { ...body, department_id } })),
  );
export const useDropCap = () =>
  useSetting(({ id, version }: Known) =>
    call(client.POST("/api/ownership-caps/{id}/drop", { ...at(id), body: { version } })),
  );

export const useSaveRule = () =>
  useSetting(({ was, ...body }: RuleDraft & { was: Known | null }) =>
    was
      ? call(
          client.PUT("/api/recycling-rules/{id}", {
            ...at(was.id),
            body: { ...body, version: was.version },
          }),
        )
      : call(client.POST("/api/recycling-rules", { body })),
  );
export const useDropRule = () =>
  useSetting(({ id, version }: Known) =>
    call(client.POST("/api/recycling-rules/{id}/drop", { ...at(id), body: { version } })),
  );
export const useSwitchOff = () =>
  useSetting(({ id, version }: Known) =>
    call(client.POST("/api/recycling-rules/{id}/off", { ...at(id), body: { version } })),
  );
export const useSwitchOn = () =>
  useSetting(({ id, ...body }: Known & { existing: boolean; seen: string }) =>
    call(client.POST("/api/recycling-rules/{id}/on", { ...at(id), body })),
  );

/** What a rule would do tonight; asked anew each time, since that is what switching it on needs. */
export const useSimulation = (rule: Rule, existing: boolean) =>
  useQuery({
    queryKey: [...keys.all, "simulation", rule.id, rule.version, existing],
    queryFn: () =>
      call<Simulation>(
        client.POST("/api/recycling-rules/{id}/simulate", { ...at(rule.id), body: { existing } }),
      ),
    staleTime: 0,
    gcTime: 0,
  });
