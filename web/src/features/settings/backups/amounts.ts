import type { Translated } from "../../../lib/i18n";
import type { backupsTexts } from "./locale";

type Texts = Pick<Translated<(typeof backupsTexts)["zh"]>, "seconds" | "minutes" | "hours">;
const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** 3,200,000 as 3.2 MB. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** 0.4 s, 12 min, 26.5 h. */
export function span(t: Texts, seconds: number): string {
  if (seconds < 90)
    return t.seconds(seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds)));
  if (seconds < 5400) return t.minutes(String(Math.round(seconds / 60)));
  return t.hours((seconds / 3600).toFixed(1));
}
