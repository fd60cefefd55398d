import type { locale } from "./locale";
import type { Fix } from "./types";

type Texts = typeof locale.zh;
export type Said = { type: "success" | "info" | "warning" | "error"; title: string; hint?: string };

/** What a correction comes to, in a sentence. `n` writes a number as the language does. */
export function saidOf(fix: Fix, t: Texts, n: (value: number) => string): Said {
  const also = (title: string, count: number, words: (count: string) => string) =>
    count > 0 ? `${title} · ${words(n(count))}` : title;
  if (fix.state === "ready" && fix.will_change === 0) {
    return { type: "warning", title: t.nothingToChange, hint: t.nothingToChangeHint };
  }
  if (fix.state === "ready") {
    const title = also(t.willChange(n(fix.will_change)), fix.left_out, t.willLeave);
    const unfit = fix.changes.some((change) => change.unfit);
    if (unfit) return { type: "warning", title, hint: `${t.unfitHint}${t.readyHint}` };
    return { type: "info", title, hint: t.readyHint };
  }
  if (fix.state === "applied") {
    const title = also(t.applied(n(fix.changed)), fix.skipped, t.andSkipped);
    return { type: "success", title, ...(fix.changed > 0 ? { hint: t.appliedHint } : {}) };
  }
  if (fix.state === "undone") {
    return { type: "success", title: also(t.undone(n(fix.undone)), fix.kept, t.andKept) };
  }
  if (fix.state === "discarded") return { type: "info", title: t.discarded };
  const cancelled = fix.state === "cancelled";
  if (fix.undone + fix.kept > 0) {
    const words = cancelled ? t.stoppedUndo : t.failedUndo;
    const title = also(words(n(fix.undone)), fix.kept, t.andKept);
    const hint = fix.changed > 0 ? { hint: t.undoLeft(n(fix.changed)) } : {};
    return { type: cancelled ? "info" : "error", title, ...hint };
  }
  if (cancelled && fix.changed === 0) return { type: "info", title: t.stoppedBefore };
  if (cancelled) return { type: "info", title: t.stopped(n(fix.changed)), hint: t.stoppedHint };
  const hint = fix.changed > 0 ? t.failedHint(n(fix.changed)) : t.failedNothing;
  return { type: "error", title: t.failed, hint };
}
