/** Clear values that were asked for with a reason, each until its moment passes. */
export type Revealed = Readonly<
  Record<string, { value: string; until: number; grant?: string | undefined }>
>;

export const SHOWN_FOR_MS = 60_000;

export function withRevealed(
  shown: Revealed,
  values: Record<string, string>,
  now: number,
  by?: { until: number; grant: string },
): Revealed {
  const how = by ?? { until: now + SHOWN_FOR_MS };
  const fresh = Object.entries(values).map(([key, value]) => [key, { value, ...how }]);
  return { ...shown, ...Object.fromEntries(fresh) };
}

/** Forgets what has expired; the same object when nothing has. */
export function stillRevealed(shown: Revealed, now: number): Revealed {
  const kept = Object.entries(shown).filter(([, { until }]) => until > now);
  return kept.length === Object.keys(shown).length ? shown : Object.fromEntries(kept);
}

/** Forgets what was shown by a grant that somebody has ended; the same object when there is none. */
export function withoutEnded(shown: Revealed, alive: ReadonlySet<string>): Revealed {
  const kept = Object.entries(shown).filter(([, { grant }]) => !grant || alive.has(grant));
  return kept.length === Object.keys(shown).length ? shown : Object.fromEntries(kept);
}

export type Shown = { text: string; clear: boolean; secondsLeft: number };

/** What stands on the page for a value: never more than the server gave. */
export function shownValue(
  key: string,
  value: string | null,
  masked: boolean,
  shown: Revealed,
  now: number,
): Shown {
  const revealed = shown[key];
  if (masked && revealed && revealed.until > now) {
    const secondsLeft = Math.ceil((revealed.until - now) / 1000);
    return { text: revealed.value, clear: true, secondsLeft };
  }
  return { text: value ?? "", clear: !masked, secondsLeft: 0 };
}

/** Whether a contact point is a number one may call. */
export const isDialled = ({ kind, valid }: { kind: string; valid: boolean }): boolean =>
  valid && (kind === "mobile" || kind === "landline");

/** The address by which a telephone calls a number; extensions are dialled by hand. */
export function dialled(number: string): string {
  const [first = ""] = number.split(/[^\d+\s()-]/);
  return `tel:${first.replace(/[^\d+]/g, "")}`;
}
