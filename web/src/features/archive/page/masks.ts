import type { Standing } from "./api";

/** What pressing beside a masked value does. */
export type Door =
  | { by: "grant"; id: string; until: number; left: number }
  | { by: "reason" }
  | { by: "asking" }
  | { by: "waiting" }
  | { by: "nothing" };

/** The way to a masked field: a grant that runs, the right with a reason, asking, or none. */
export function doorTo(standing: Standing | undefined, code: string): Door {
  if (!standing) return { by: "nothing" };
  const about = standing.requests.filter(({ fields }) => fields.includes(code));
  const need = standing.needs[code];
  if (need === "never") return { by: "nothing" };
  const running = about
    .flatMap(({ grant }) => (grant?.state === "running" && standing.active ? [grant] : []))
    .filter(({ fields }) => fields.some((field) => field.code === code))
    .sort((one, other) => Date.parse(one.until) - Date.parse(other.until));
  // The one that ends first, as the server takes it.
  const [grant] = running;
  if (grant) {
    const left = grant.looks - grant.used;
    return { by: "grant", id: grant.id, until: Date.parse(grant.until), left };
  }
  if (standing.may_reveal && need !== "approval") return { by: "reason" };
  if (about.some(({ state }) => state === "waiting")) return { by: "waiting" };
  return standing.may_ask ? { by: "asking" } : { by: "nothing" };
}

/** The grants by which values may stay on screen: those that run, and those whose looks are used. */
export function aliveGrants(standing: Standing): Set<string> {
  const grants = standing.requests.flatMap(({ grant }) => (grant ? [grant] : []));
  return new Set(
    grants.filter(({ state }) => state === "running" || state === "used").map(({ id }) => id),
  );
}
