import { useEffect, useRef } from "react";
import { call, client } from "../api/client";
import { queryClient } from "../api/queries";
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
  const { language } = chosen;
  const known = useRef<string | null>(null);
  const answeredIn = useRef(language);
  const { user } = me;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per person, not per change of theirs
  useEffect(() => {
    setPreferences(ofServer(me));
    known.current = JSON.stringify(preferences.get());
  }, [user.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after each choice, reads the newest
  useEffect(() => {
    // Not `chosen`: the effect above may just have replaced it.
    const now = preferences.get();
    const text = JSON.stringify(now);
    if (known.current === text) return;
    known.current = text;
    const { theme, density } = now;
    const body = {
      language: now.language,
      preferences: { ...user.preferences, theme, density },
    };
    // A preference that could not be sent still holds in this browser.
    call(client.PATCH("/api/me", { body })).catch(() => {});
  }, [chosen]);
  useEffect(() => {
    // Names of fields, roles and reasons come from the server in the language of the request.
    if (answeredIn.current === language) return;
    answeredIn.current = language;
    void queryClient.invalidateQueries();
  }, [language]);
}
