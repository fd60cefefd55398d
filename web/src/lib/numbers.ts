import type { Language } from "./preferences";

export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}
