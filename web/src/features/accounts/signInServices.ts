import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { call, client } from "../../api/client";
import { queryClient } from "../../api/queries";
import type { components } from "../../api/schema";
import { sessionKeys } from "../../api/session";
import { safeNext } from "./api";

type Schemas = components["schemas"];
export type Service = Schemas["Named"];
export type Identity = Schemas["IdentityOut"];
export type Returned = Schemas["ReturnIn"];
type SignedIn = Schemas["SignedIn"];
type StepThere = Schemas["StepThere"];

const KEY = ["accounts", "identities"] as const;
// Which of the two ways back it is; the server knows by itself and refuses the other one.
const LINKING = "kedang-linking";
const at = (provider_id: string) => ({ params: { path: { provider_id } } });

/** Goes to the service; the page is left. */
export function useLeaveFor(next: string | null) {
  return useMutation({
    mutationFn: (provider: string) =>
      call(
        client.POST("/api/sso/{provider_id}/begin", {
          ...at(provider),
          body: { next: safeNext(next) },
        }),
      ),
    onSuccess: ({ url }) => {
      sessionStorage.removeItem(LINKING);
      window.location.assign(url);
    },
  });
}

export function useLeaveToLink() {
  return useMutation({
    mutationFn: (provider: string) =>
      call(client.POST("/api/sso/{provider_id}/link", at(provider))),
    onSuccess: ({ url }) => {
      sessionStorage.setItem(LINKING, "1");
      window.location.assign(url);
    },
  });
}

export const isLinking = () => sessionStorage.getItem(LINKING) === "1";

/** In, or at a step that is still missing: then the answer says which. */
export function useFinish(provider: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Returned) =>
      call<SignedIn | StepThere>(
        client.POST("/api/sso/{provider_id}/finish", { ...at(provider), body }) as Promise<{
          data?: SignedIn | StepThere;
        }>,
      ),
    onSuccess: (answer) => {
      if ("step" in answer) return;
      queryClient.clear();
      queryClient.setQueryData(sessionKeys.me, answer.me);
      navigate(safeNext(answer.next), { replace: true });
    },
  });
}

export function useFinishLink(provider: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Returned) =>
      call(client.POST("/api/sso/{provider_id}/link/finish", { ...at(provider), body })),
    onSuccess: () => navigate("/account", { replace: true }),
    onSettled: () => sessionStorage.removeItem(LINKING),
  });
}

export const useIdentities = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async () => (await call(client.GET("/api/me/identities"))).identities,
  });

export function useUnlink() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (identity_id: string) =>
      call(
        client.DELETE("/api/me/identities/{identity_id}", { params: { path: { identity_id } } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
