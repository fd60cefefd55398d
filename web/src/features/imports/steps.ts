import type { Counts, Fate, RunState } from "./types";

export type Step = "mapping" | "check" | "filing" | "result";

/** The order in which fates are shown: what will be in the archive first, what will not after it. */
export const FATES: readonly Fate[] = [
  "created",
  "updated",
  "unchanged",
  "duplicate",
  "refused",
  "skipped_layout",
];

const STEP_OF: Record<RunState, Step> = {
  uploaded: "mapping",
  inspected: "mapping",
  checking: "check",
  checked: "check",
  filing: "filing",
  failed: "result",
  cancelled: "result",
  done: "result",
  undoing: "result",
  undone: "result",
};

export function stepOf(state: RunState): Step {
  return STEP_OF[state];
}

/** While the server works on a run, the page asks again. */
export function isBusy(state: RunState): boolean {
  return state === "uploaded" || state === "checking" || state === "filing" || state === "undoing";
}

/** Every source row has exactly one fate; a report that does not add up is a defect worth showing. */
export function addsUp(counts: Counts): boolean {
  return FATES.reduce((sum, fate) => sum + counts[fate], 0) === counts.rows;
}

export function percent(done: number, total: number): number {
  if (total <= 0) return 0;
  return Math.min(100, Math.floor((done / total) * 100));
}

/** 75 → 1:15; a duration people read at a glance. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
