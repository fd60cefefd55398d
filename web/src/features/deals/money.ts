import type { Language } from "../../lib/preferences";

/** How many digits of a currency stand behind the point. */
export function digits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

const shown = (minor: number, currency: string, language: Language, more: object) =>
  new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    ...more,
  }).format(minor / 10 ** digits(currency));

/** An amount of the smallest unit as people read it; whole amounts without the zeros behind the point. */
export function money(minor: number, currency: string, language: Language): string {
  return shown(minor, currency, language, { trailingZeroDisplay: "stripIfInteger" });
}

/** A sum in few letters. */
export function roughly(minor: number, currency: string, language: Language): string {
  const few = { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 };
  return shown(minor, currency, language, few);
}

/** An amount as somebody enters it, in the smallest unit. */
export function toMinor(amount: number, currency: string): number {
  return Math.round(amount * 10 ** digits(currency));
}

export function fromMinor(minor: number, currency: string): number {
  return minor / 10 ** digits(currency);
}
