import type { Row } from "./types";

/** One decision of this visit, newest last: what `u` takes back. */
export type Done = { row: Row; what: "merged" | "dismissed"; pairs: string[][] };

/** What happened in this visit; the server knows everything else. */
export type Session = {
  /** Decided here, though the list may still hold them. */
  decided: readonly string[];
  /** Passed over until the page is left. */
  skipped: readonly string[];
};

export const fresh: Session = { decided: [], skipped: [] };

const without = (ids: readonly string[], id: string) => ids.filter((each) => each !== id);

export function decide(session: Session, id: string): Session {
  return { decided: [...without(session.decided, id), id], skipped: without(session.skipped, id) };
}

export function reopen(session: Session, id: string): Session {
  return { decided: without(session.decided, id), skipped: without(session.skipped, id) };
}

export function skip(session: Session, id: string): Session {
  return { ...session, skipped: [...without(session.skipped, id), id] };
}

export function forgetSkipped(session: Session): Session {
  return { ...session, skipped: [] };
}

/** What is still in the queue on screen. */
export function waiting(rows: readonly Row[], session: Session): Row[] {
  return rows.filter((row) => !session.decided.includes(row.id));
}

/** The group to go to from one: the next that was not passed over, around the end of the queue. */
export function following(rows: readonly Row[], session: Session, from: string): Row | undefined {
  const at = rows.findIndex((row) => row.id === from);
  const ring = [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))];
  return ring.find((row) => !session.decided.includes(row.id) && !session.skipped.includes(row.id));
}

/** The group before one in the queue, passed over or not. */
export function preceding(rows: readonly Row[], session: Session, from: string): Row | undefined {
  const left = rows.filter((row) => row.id === from || !session.decided.includes(row.id));
  const at = left.findIndex((row) => row.id === from);
  return at > 0 ? left[at - 1] : undefined;
}
