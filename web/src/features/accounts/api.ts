import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { call, client } from "../../api/client";
import { queryClient } from "../../api/queries";
import { type Me, sessionKeys } from "../../api/session";

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
  const signIn = useSignIn(null);
  return useMutation({
    mutationFn: async (form: SetupForm) => {
      await call(client.POST("/api/setup", { body: { token, ...form } }));
      await signIn.mutateAsync({ login: form.login, password: form.password });
    },
  });
}
