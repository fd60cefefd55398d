import { createStore } from "./store";

export type Language = "zh-CN" | "en";
export type ThemeChoice = "light" | "dark" | "system";
export type Density = "compact" | "comfortable";
export type Preferences = { language: Language; theme: ThemeChoice; density: Density };

const KEY = "kedang.preferences";

const DEFAULTS: Preferences = { language: "zh-CN", theme: "system", density: "compact" };

/** Takes what is well-formed from anything that was stored, keeps `base` for the rest. */
export function readPreferences(raw: unknown, base: Preferences = DEFAULTS): Preferences {
  const given = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
  const pick = <T extends string>(key: string, allowed: readonly T[], fallback: T): T =>
    allowed.find((each) => each === given[key]) ?? fallback;
  return {
    language: pick("language", ["zh-CN", "en"], base.language),
    theme: pick("theme", ["light", "dark", "system"], base.theme),
    density: pick("density", ["compact", "comfortable"], base.density),
  };
}

function stored(): Preferences {
  try {
    return readPreferences(JSON.parse(localStorage.getItem(KEY) ?? "null"));
  } catch {
    return DEFAULTS;
  }
}

export const preferences = createStore<Preferences>(stored());

/** Remembered in this browser at once, so that the next visit starts in the right language and colours. */
export function setPreferences(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  preferences.set(next);
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Private mode or a full store: the choice then lasts for this visit.
  }
}
