import type { Standing } from "./api";

/** What pressing beside a masked value does. */
export type Door =
  | { by: "grant"; until: number; left: number }
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
  for (const { grant } of about) {
    const covers = grant?.fields.some((field) => field.code === code);
    if (grant && covers && grant.state === "running" && standing.active)
      return { by: "grant", until: Date.parse(grant.until), left: grant.looks - grant.used };
  }
  if (standing.may_reveal && need !== "approval") return { by: "reason" };
  if (about.some(({ state }) => state === "waiting")) return { by: "waiting" };
  return standing.may_ask ? { by: "asking" } : { by: "nothing" };
}
