import type { Language } from "./preferences";

export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

/** 6400000.50 as 6,400,000.50: by its letters, so that no digit of a long number is lost. */
export function grouped(text: string): string {
  return /^-?\d{4,}(\.\d+)?$/.test(text)
    ? text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",")
    : text;
}
