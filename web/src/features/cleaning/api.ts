import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, client } from "../../api/client";
import { isBusy, withLook } from "./cleaning";
import type {
  CleanFields,
  Fate,
  Fix,
  FixDraft,
  FixPageOfList,
  FixRows,
  Profile,
  ProfileDraft,
} from "./types";

export const POLL_MS = 800;

export const cleaningKeys = {
  all: ["cleaning"] as const,
  fields: () => [...cleaningKeys.all, "fields"] as const,
  profile: (id: string) => [...cleaningKeys.all, "profile", id] as const,
  fixes: () => [...cleaningKeys.all, "fixes"] as const,
  fix: (id: string) => [...cleaningKeys.all, "fix", id] as const,
  rows: (id: string, fate: Fate, state: string) =>
    [...cleaningKeys.fix(id), "rows", fate, state] as const,
};

export function useCleanFields() {
  return useQuery({
    queryKey: cleaningKeys.fields(),
    queryFn: () => call<CleanFields>(client.GET("/api/cleaning/fields")),
    refetchInterval: ({ state: { data } }) =>
      data?.fields.some(({ profile }) => profile?.state === "running") ? POLL_MS * 3 : false,
  });
}

/** A profile, asked for again while the server looks; when it is made, the list of fields knows it too. */
export function useProfile(id: string) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: cleaningKeys.profile(id),
    queryFn: async () => {
      const known = queries.getQueryData<Profile>(cleaningKeys.profile(id));
      const profile = await call<Profile>(
        client.GET("/api/cleaning/profiles/{id}", { params: { path: { id } } }),
      );
      if (known?.state === "running" && profile.state !== "running") {
        void queries.invalidateQueries({ queryKey: cleaningKeys.fields() });
      }
      return profile;
    },
    refetchInterval: ({ state: { data } }) => (data?.state === "running" ? POLL_MS : false),
  });
}

export function useLook() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ProfileDraft) =>
      call<Profile>(client.POST("/api/cleaning/profiles", { body })),
    onSuccess: (profile) => {
      queries.setQueryData(cleaningKeys.profile(profile.id), profile);
      // At once: what was found before must not stay on screen as if it were new.
      queries.setQueryData<CleanFields>(
        cleaningKeys.fields(),
        (known) => known && withLook(known, profile),
      );
    },
  });
}

export function useStopLooking(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<Profile>(
        client.POST("/api/cleaning/profiles/{id}/cancel", { params: { path: { id } } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: cleaningKeys.all }),
  });
}

/** Nothing is changed by it: the answer is a correction whose preview is being made. */
export function useMakeFix() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: FixDraft) => call<Fix>(client.POST("/api/cleaning/fixes", { body })),
    onSuccess: (fix) => {
      queries.setQueryData(cleaningKeys.fix(fix.id), fix);
      return queries.invalidateQueries({ queryKey: cleaningKeys.fixes() });
    },
  });
}

export function useFixes() {
  return useInfiniteQuery({
    queryKey: cleaningKeys.fixes(),
    queryFn: ({ pageParam }) =>
      call<FixPageOfList>(
        client.GET("/api/cleaning/fixes", {
          params: { query: pageParam ? { after: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ fixes }) => fixes.some(({ state }) => isBusy(state)))
        ? POLL_MS * 3
        : false,
  });
}

export function useFix(id: string) {
  return useQuery({
    queryKey: cleaningKeys.fix(id),
    queryFn: () => call<Fix>(client.GET("/api/cleaning/fixes/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) => (data && isBusy(data.state) ? POLL_MS : false),
  });
}

export function useFixRows(id: string, fate: Fate, state: string) {
  return useInfiniteQuery({
    queryKey: cleaningKeys.rows(id, fate, state),
    queryFn: ({ pageParam }) =>
      call<FixRows>(
        client.GET("/api/cleaning/fixes/{id}/rows", {
          params: { path: { id }, query: { fate, ...(pageParam ? { after: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export type FixStep = "apply" | "cancel" | "undo" | "discard";

export function useFixStep(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (step: FixStep) => {
      const params = { params: { path: { id } } };
      if (step === "apply") return call<Fix>(client.POST("/api/cleaning/fixes/{id}/apply", params));
      if (step === "undo") return call<Fix>(client.POST("/api/cleaning/fixes/{id}/undo", params));
      if (step === "discard")
        return call<Fix>(client.POST("/api/cleaning/fixes/{id}/discard", params));
      return call<Fix>(client.POST("/api/cleaning/fixes/{id}/cancel", params));
    },
    onSuccess: (fix) => {
      queries.setQueryData(cleaningKeys.fix(id), fix);
      // What was seen in the field before is from before the correction.
      void queries.invalidateQueries({ queryKey: cleaningKeys.fields() });
      return queries.invalidateQueries({ queryKey: cleaningKeys.fixes() });
    },
    // Refused means that it stands otherwise than shown: somebody else was quicker.
    onError: () => queries.invalidateQueries({ queryKey: cleaningKeys.fix(id) }),
  });
}
