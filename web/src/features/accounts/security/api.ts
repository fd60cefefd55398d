import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import { type Asked, makePasskey, signWith } from "../../../api/passkeys";
import type { components } from "../../../api/schema";

export type Factors = components["schemas"]["FactorsOut"];
export type Enrolment = components["schemas"]["Enrolment"];
type Codes = components["schemas"]["Codes"];
type Proof = components["schemas"]["ProofIn"];

const FACTORS = ["account", "factors"] as const;

export function useFactors() {
  return useQuery({
    queryKey: FACTORS,
    queryFn: () => call<Factors>(client.GET("/api/me/factors")),
  });
}

function useChange<V, R>(run: (value: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: FACTORS }),
    // Secrets and codes are shown once and kept nowhere.
    gcTime: 0,
  });
}

export const useBeginTotp = () =>
  useMutation({ mutationFn: () => call<Enrolment>(client.POST("/api/me/totp")), gcTime: 0 });
export const useConfirmTotp = () =>
  useChange((code: string) => call<Codes>(client.POST("/api/me/totp/confirm", { body: { code } })));
export const useRemoveTotp = () => useChange(() => call(client.DELETE("/api/me/totp")));
export const useRenewCodes = () =>
  useChange(() => call<Codes>(client.POST("/api/me/recovery-codes")));
export const useRemovePasskey = () =>
  useChange((passkey_id: string) =>
    call(client.DELETE("/api/me/passkeys/{passkey_id}", { params: { path: { passkey_id } } })),
  );
export const useAddPasskey = () =>
  useChange(async (name: string) => {
    const { options } = await call(client.POST("/api/me/passkeys/ask"));
    const passkey = await makePasskey(options as Asked);
    return call<Codes>(client.POST("/api/me/passkeys", { body: { name, passkey } }));
  });

export function useWays(enabled: boolean) {
  return useQuery({
    queryKey: ["account", "ways"],
    queryFn: () => call(client.GET("/api/me/proof")),
    staleTime: 0,
    enabled,
  });
}
export const useProve = () =>
  useMutation({ mutationFn: (body: Proof) => call(client.POST("/api/me/proof", { body })) });
export const useProveByPasskey = () =>
  useMutation({
    mutationFn: async () => {
      const { options } = await call(client.POST("/api/me/proof/ask"));
      const passkey = await signWith(options as Asked);
      return call(client.POST("/api/me/proof", { body: { passkey } }));
    },
  });
