import type { NewNeed } from "./api";

/** A day as somebody chooses it, at noon, for the server; nothing chosen: now. */
export function atNoon(day: string | undefined, now: Date = new Date()): string {
  const noon = day ? new Date(`${day}T12:00`) : now;
  // Today's noon may lie ahead.
  return (noon > now ? now : noon).toISOString();
}

/** The day of a moment, where the reader is. */
export function dayOf(iso: string): string {
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export type FilledNeed = {
  before?: string;
  after: string;
  cause?: string;
  source?: string;
  day?: string;
  project_id?: string | null;
  opportunity_id?: string | null;
};

/**
 * A change of need as it was filled in, for the server. `former`: when it was said to be; another day moves it.
 * A link that was not offered is not touched: the reader may not know of it.
 */
export function needBody(filled: FilledNeed, former?: string): NewNeed {
  const { day, ...said } = filled;
  const same = former !== undefined && (!day || dayOf(former) === day);
  return {
    before: said.before?.trim() ?? "",
    after: said.after.trim(),
    cause: said.cause?.trim() ?? "",
    source: said.source?.trim() ?? "",
    at: same ? former : atNoon(day),
    ...("project_id" in said ? { project_id: said.project_id ?? null } : {}),
    ...("opportunity_id" in said ? { opportunity_id: said.opportunity_id ?? null } : {}),
  };
}
