import type { Language } from "../../lib/preferences";

/** An amount as people of the reader's language write it; the server sends it as a decimal number. */
export function money(amount: string, currency: string, language: Language): string {
  const places = amount.split(".")[1]?.length ?? 0;
  const form = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return form.format(amount as unknown as number);
}

/** Whether an amount is something other than zero. */
export const some = (amount: string) => /[1-9]/.test(amount);

/** The day of a moment, in the reader's own time. */
export function dayOf(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(iso));
}

/** A day without a time, such as a due date. */
export const onDay = (day: string, language: Language) => dayOf(`${day}T12:00`, language);
