import { useEffect, useRef } from "react";
import { call, client } from "../api/client";
import type { Me } from "../api/session";
import { type Preferences, preferences, readPreferences, setPreferences } from "../lib/preferences";
import { useStore } from "../lib/store";

function ofServer(me: Me): Preferences {
  const { language, preferences: kept } = me.user;
  return readPreferences({ ...kept, ...(language ? { language } : {}) }, preferences.get());
}

/** Takes the choices the person made elsewhere, then sends back what they change here. */
export function useSyncedPreferences(me: Me): void {
  const chosen = useStore(preferences);
  const known = useRef<string | null>(null);
  const { user } = me;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per person, not per change of theirs
  useEffect(() => {
    setPreferences(ofServer(me));
    known.current = JSON.stringify(preferences.get());
  }, [user.id]);
  useEffect(() => {
    const text = JSON.stringify(chosen);
    if (known.current === null || known.current === text) return;
    known.current = text;
    const { language, theme, density } = chosen;
    const body = { language, preferences: { ...user.preferences, theme, density } };
    // A preference that could not be sent still holds in this browser.
    call(client.PATCH("/api/me", { body })).catch(() => {});
  }, [chosen, user.preferences]);
}
