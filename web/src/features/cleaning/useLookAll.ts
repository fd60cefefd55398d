import { call, client } from "../../api/client";
import { queryClient } from "../../api/queries";
import { meQuery } from "../../api/session";
import { createStore, useStore } from "../../lib/store";
import { cleaningKeys, POLL_MS } from "./api";
import { withLook } from "./cleaning";
import type { CleanFields, Profile } from "./types";

const later = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));

type State = {
  /** How many of how many are done, while it works. */
  progress: { done: number; total: number } | null;
  error: unknown;
};

// Of this visit, and not of a page: one looks at what was found already while the rest is being looked at.
const state = createStore<State>({ progress: null, error: null });
let wanted = false;

function tell(profile: Profile): void {
  queryClient.setQueryData(cleaningKeys.profile(profile.id), profile);
  queryClient.setQueryData<CleanFields>(
    cleaningKeys.fields(),
    (known) => known && withLook(known, profile),
  );
}

/** Whoever signs in next did not ask for it. */
const whoAsks = () => queryClient.getQueryData(meQuery.queryKey)?.user.id;

async function one(field: string, goesOn: () => boolean): Promise<void> {
  let profile = await call<Profile>(
    client.POST("/api/cleaning/profiles", { body: { field, kind: null } }),
  );
  const params = { path: { id: profile.id } };
  while (goesOn()) {
    tell(profile);
    if (profile.state !== "running") return;
    await later();
    if (goesOn()) {
      profile = await call<Profile>(client.GET("/api/cleaning/profiles/{id}", { params }));
    }
  }
}

/** One field after the other, so that nobody else's work waits long. */
async function run(codes: readonly string[]): Promise<void> {
  if (wanted) return;
  wanted = true;
  const who = whoAsks();
  const goesOn = () => wanted && whoAsks() === who;
  let error: unknown = null;
  try {
    for (const [done, code] of codes.entries()) {
      if (!goesOn()) break;
      state.set({ progress: { done, total: codes.length }, error: null });
      await one(code, goesOn);
    }
  } catch (failed) {
    if (goesOn()) error = failed;
  }
  wanted = false;
  state.set({ progress: null, error });
}

const start = (codes: readonly string[]) => void run(codes);
const stop = () => {
  wanted = false;
};

export type LookAll = State & { start: (codes: readonly string[]) => void; stop: () => void };

/** Looks at many fields; goes on while one is elsewhere in the application, and ends with the visit. */
export function useLookAll(): LookAll {
  return { ...useStore(state), start, stop };
}
