import type { Translated } from "../../lib/i18n";
import type { Language } from "../../lib/preferences";
import type { locale } from "./locale";
import type { Row } from "./types";

type Words = Translated<(typeof locale)["zh"]>;

/** 9820 of ten thousand as 98.2%. */
export function share(score: number): string {
  return `${(Math.floor(score / 10) / 10).toFixed(1)}%`;
}

/** 182 tenths of a bit as +18.2. */
export function weight(tenths: number): string {
  const sign = tenths < 0 ? "−" : "+";
  return `${sign}${(Math.abs(tenths) / 10).toFixed(1)}`;
}

/** What a group is called: its first name, with the others when they differ. */
export function nameOf(row: Pick<Row, "names">, t: Words): string {
  return row.names.join(" / ") || t.someone;
}

/** A duration as people say it. */
export function lasting(seconds: number, t: Words, language: Language): string {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: seconds < 10 ? 1 : 0 });
  return seconds < 90 ? t.seconds(format.format(seconds)) : t.minutes(format.format(seconds / 60));
}
