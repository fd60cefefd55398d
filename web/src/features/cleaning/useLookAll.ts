import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call, client } from "../../api/client";
import { cleaningKeys, POLL_MS } from "./api";
import { withLook } from "./cleaning";
import type { CleanFields, Profile } from "./types";

const later = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));

export type LookAll = {
  /** How many of how many are done, while it works. */
  progress: { done: number; total: number } | null;
  error: unknown;
  start: (codes: readonly string[]) => void;
  stop: () => void;
};

/** Looks at one field after the other, so that nobody else's work waits long; ends when the page is left. */
export function useLookAll(): LookAll {
  const queries = useQueryClient();
  const wanted = useRef(false);
  const [progress, setProgress] = useState<LookAll["progress"]>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(
    () => () => {
      wanted.current = false;
    },
    [],
  );
  const tell = (profile: Profile) => {
    queries.setQueryData(cleaningKeys.profile(profile.id), profile);
    queries.setQueryData<CleanFields>(
      cleaningKeys.fields(),
      (known) => known && withLook(known, profile),
    );
  };
  async function one(field: string): Promise<void> {
    let profile = await call<Profile>(
      client.POST("/api/cleaning/profiles", { body: { field, kind: null } }),
    );
    const params = { path: { id: profile.id } };
    tell(profile);
    while (profile.state === "running" && wanted.current) {
      await later();
      profile = await call<Profile>(client.GET("/api/cleaning/profiles/{id}", { params }));
      tell(profile);
    }
  }
  async function run(codes: readonly string[]): Promise<void> {
    wanted.current = true;
    setError(null);
    try {
      for (const [done, code] of codes.entries()) {
        if (!wanted.current) break;
        setProgress({ done, total: codes.length });
        await one(code);
      }
    } catch (failed) {
      setError(failed);
    } finally {
      wanted.current = false;
      setProgress(null);
    }
  }
  return {
    progress,
    error,
    start: (codes) => void run(codes),
    stop: () => {
      wanted.current = false;
    },
  };
}
