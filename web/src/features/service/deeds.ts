import type { MoveName, Opened } from "./api";

export type Deed = MoveName | "take" | "answer" | "handOver" | "correct" | "rate";

type Standing = Pick<
  Opened,
  "state" | "moves" | "takeable" | "editable" | "answered_at" | "satisfaction"
>;

// The usual way of a case: taken, answered, solved, closed.
const USUAL: readonly Deed[] = ["take", "answer", "resume", "solve", "close"];
const ORDER: readonly Deed[] = [...USUAL, "wait", "rate", "reopen", "handOver", "correct"];

/** What can be done with a case as it stands, and which of it is the usual next thing. */
export function deedsOf(row: Standing): { all: Deed[]; primary: Deed | null } {
  if (!row.editable) return { all: [], primary: null };
  const ended = row.state === "solved" || row.state === "closed";
  const can = new Set<Deed>(row.moves);
  if (row.takeable) can.add("take");
  if (!ended && row.answered_at === null) can.add("answer");
  if (!ended) can.add("handOver");
  if (ended) can.add("rate");
  if (row.state !== "closed") can.add("correct");
  const all = ORDER.filter((deed) => can.has(deed));
  const first = all[0];
  return { all, primary: first && USUAL.includes(first) ? first : null };
}
