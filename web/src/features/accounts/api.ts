import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { call, client } from "../../api/client";
import { type Asked, signWith } from "../../api/passkeys";
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

export type NextStep = components["schemas"]["NextStep"];
export type Entered = components["schemas"]["Entered"];
type Step = components["schemas"]["StepIn"];

/** Somebody is in: nothing of who was here before stays on screen. */
export function useEnter(next: string | null) {
  const navigate = useNavigate();
  return (me: Me) => {
    queryClient.clear();
    queryClient.setQueryData(sessionKeys.me, me);
    navigate(safeNext(next), { replace: true });
  };
}

export function useSignIn() {
  return useMutation({
    mutationFn: (body: Credentials) =>
      call<Me | NextStep>(
        client.POST("/api/session", { body }) as Promise<{ data?: Me | NextStep }>,
      ),
  });
}

export function useStep() {
  return useMutation({
    mutationFn: (body: Step) =>
      call<Entered | NextStep>(
        client.POST("/api/session/step", { body }) as Promise<{ data?: Entered | NextStep }>,
      ),
  });
}

/** What the next step has to be told first. */
export async function ask(what: "passkey" | "totp"): Promise<NextStep> {
  return (await call<Entered | NextStep>(
    client.POST("/api/session/step", { body: { ask: what } }) as Promise<{
      data?: Entered | NextStep;
    }>,
  )) as NextStep;
}

/** Asks a passkey: in the second step, or before any password. */
export function usePasskeyStep() {
  return useMutation({
    mutationFn: async () => {
      const asked = await ask("passkey");
      const passkey = await signWith(asked.passkey as Asked);
      return call<Entered | NextStep>(
        client.POST("/api/session/step", { body: { passkey } }) as Promise<{
          data?: Entered | NextStep;
        }>,
      );
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

export function useEndOtherSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call<{ ended: number }>(client.DELETE("/api/me/sessions")),
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
