import type { Translated } from "../lib/i18n";
import type { common } from "./locale";

type Words = Translated<(typeof common)["zh"]>;

/** A person by name; the program's own actors, whose ids are negative, in the reader's language. */
export function actorName(
  actor: { id: string; name: string } | null | undefined,
  t: Words,
): string {
  if (!actor) return "";
  return (t.systemActors as Record<string, string>)[actor.id] ?? actor.name;
}
