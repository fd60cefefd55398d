import type { Language } from "../../lib/preferences";
import type { Opportunity, Stage } from "./api";

type Named = Pick<Stage, "name_zh" | "name_en"> | null | undefined;

/** A stage in the reader's language. */
export function stageName(stage: Named, language: Language): string {
  return (language === "en" ? stage?.name_en : stage?.name_zh) ?? "";
}

export function titleOf(row: Pick<Opportunity, "title">, unreadable: string): string {
  return row.title ?? unreadable;
}

/** Whole days since a moment. */
export function daysSince(iso: string, now: Date = new Date()): number {
  return Math.max(0, Math.floor((now.getTime() - new Date(iso).getTime()) / 86_400_000));
}

/** 2026-11 as people name a month. */
export function monthName(month: string, language: Language): string {
  const at = new Date(`${month}-15T12:00:00Z`);
  return new Intl.DateTimeFormat(language, { year: "numeric", month: "short" }).format(at);
}
