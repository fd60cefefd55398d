import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { call, client } from "../../api/client";
import { queryClient } from "../../api/queries";
import type { components } from "../../api/schema";
import { type Me, sessionKeys } from "../../api/session";

type Schemas = components["schemas"];

export type Credentials = { login: string; password: string };
export type SetupForm = Credentials & { organisation: string; name: string };

/** Only paths of this program: a crafted link must not lead elsewhere after signing in. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

export function useSignIn(next: string | null) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Credentials) => call<Me>(client.POST("/api/session", { body })),
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(sessionKeys.me, me);
      navigate(safeNext(next), { replace: true });
    },
  });
}

export function useSetup(token: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (form: SetupForm) =>
      call<Me>(client.POST("/api/setup", { body: { token, ...form } })),
    onSuccess: (me) => {
      queryClient.clear();
      queryClient.setQueryData(sessionKeys.me, me);
      navigate("/", { replace: true });
    },
  });
}

export type OwnSession = {
  id: string;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  ip: string;
  device: string;
  current: boolean;
};

export type Token = Schemas["TokenOut"];
export type NewToken = Omit<Schemas["TokenIn"], "addresses"> & { addresses: string };

const accountKeys = {
  sessions: ["accounts", "sessions"],
  tokens: ["accounts", "tokens"],
  rights: ["accounts", "rights"],
} as const;

export function useOwnSessions() {
  return useQuery({
    queryKey: accountKeys.sessions,
    queryFn: async () =>
      (await call<{ sessions: OwnSession[] }>(client.GET("/api/me/sessions"))).sessions,
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session_id: string) =>
      call(client.DELETE("/api/me/sessions/{session_id}", { params: { path: { session_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: accountKeys.sessions }),
  });
}

export function useTokens() {
  return useQuery({
    queryKey: accountKeys.tokens,
    queryFn: async () => (await call(client.GET("/api/me/tokens"))).tokens,
  });
}

export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ addresses, ...body }: NewToken) =>
      call(
        client.POST("/api/me/tokens", {
          body: { ...body, addresses: addresses.split(/[\s,，;；]+/).filter(Boolean) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: accountKeys.tokens }),
    // The secret is shown once and kept nowhere.
    gcTime: 0,
  });
}

export function useEndToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token_id: string) =>
      call(client.DELETE("/api/me/tokens/{token_id}", { params: { path: { token_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: accountKeys.tokens }),
  });
}

export function useStartToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token_id: string) =>
      call(client.POST("/api/me/tokens/{token_id}/start", { params: { path: { token_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: accountKeys.tokens }),
  });
}

export function useRights() {
  return useQuery({
    queryKey: accountKeys.rights,
    queryFn: async () =>
      (await call<{ rights: { code: string; text: string }[] }>(client.GET("/api/rights"))).rights,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { old: string; new: string }) =>
      call(client.POST("/api/me/password", { body })),
  });
}
