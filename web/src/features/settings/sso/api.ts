import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, client } from "../../../api/client";
import type { components } from "../../../api/schema";
import { sessionKeys } from "../../../api/session";

type Schemas = components["schemas"];
export type Provider = Schemas["ProviderOut"];
export type ProviderForm = Schemas["ProviderIn"];
export type PasswordFor = Schemas["Providers"]["password_for"];
export type Tried = Schemas["Tried"];

const KEY = ["settings", "sso"] as const;
const at = (provider_id: string) => ({ params: { path: { provider_id } } });

export const useProviders = () =>
  useQuery({ queryKey: KEY, queryFn: () => call(client.GET("/api/sso-providers")) });

function useChange<V>(run: (value: V) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      await queries.invalidateQueries({ queryKey: sessionKeys.instance });
    },
  });
}

/** Saves a service: a new one, or the one that was read. */
export const useSaveProvider = (provider: Provider | null) =>
  useChange((body: ProviderForm) =>
    provider
      ? call(
          client.PUT("/api/sso-providers/{provider_id}", {
            ...at(provider.id),
            body: { ...body, version: provider.version },
          }),
        )
      : call(client.POST("/api/sso-providers", { body })),
  );

export const useRemoveProvider = () =>
  useChange((id: string) => call(client.DELETE("/api/sso-providers/{provider_id}", at(id))));

export const useLimitPasswords = () =>
  useChange((password_for: PasswordFor) =>
    call(client.PUT("/api/password-sign-in", { body: { password_for } })),
  );

export const useTryProvider = () =>
  useMutation({
    mutationFn: (issuer: string) =>
      call(client.POST("/api/sso-providers/try", { body: { issuer } })),
  });
