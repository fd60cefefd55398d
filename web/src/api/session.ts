import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { call, client } from "./client";
import { isApiError } from "./errors";
import type { components } from "./schema";

export type Named = components["schemas"]["Named"];
export type Me = components["schemas"]["Me"];
export type Instance = components["schemas"]["Instance"];

export const sessionKeys = { me: ["session", "me"], instance: ["session", "instance"] } as const;

async function fetchMe(): Promise<Me | null> {
  try {
    return await call<Me>(client.GET("/api/session"));
  } catch (error) {
    if (isApiError(error) && error.status === 401) return null;
    throw error;
  }
}

export const meQuery = queryOptions({
  queryKey: sessionKeys.me,
  queryFn: fetchMe,
  staleTime: 60_000,
});

export const instanceQuery = queryOptions({
  queryKey: sessionKeys.instance,
  queryFn: () => call<Instance>(client.GET("/api/instance")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The person signed in. Only for pages below the shell, which is not shown without one. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Error("no session");
  return data;
}

export function useInstance() {
  return useQuery(instanceQuery);
}

export function useCan(): (right: string) => boolean {
  const { rights } = useMe();
  return (right) => rights.includes(right);
}
