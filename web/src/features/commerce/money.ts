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

/** How many decimals a currency has. */
export const placesOf = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** A decimal number as so many parts of one, without a float in between; null when it is none. */
function parts(text: string, places: number): bigint | null {
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!found) return null;
  const digits = (found[3] ?? "").replace(/0+$/, "");
  if (digits.length > places) return null;
  const whole = BigInt(`${found[2]}${digits.padEnd(places, "0")}`);
  return found[1] ? -whole : whole;
}

function decimal(amount: bigint, places: number): string {
  const digits = `${amount < 0n ? -amount : amount}`.padStart(places + 1, "0");
  const cut = digits.length - places;
  return `${amount < 0n ? "-" : ""}${digits.slice(0, cut)}${places ? `.${digits.slice(cut)}` : ""}`;
}

/** Quantity times price as the server reckons it: half of the smallest unit is rounded away from zero. "" when it cannot be. */
export function worth(quantity: string, price: string, currency: string): string {
  const [many, each] = [parts(quantity, 3), parts(price, 4)];
  if (many === null || each === null) return "";
  const places = placesOf(currency);
  const scaled = many * each * 10n ** BigInt(places) * 2n;
  const half = 10n ** 7n;
  const rounded = scaled < 0n ? (scaled - half) / (half * 2n) : (scaled + half) / (half * 2n);
  return decimal(rounded, places);
}

/** The sum of amounts in one currency. */
export function total(amounts: readonly string[], currency: string): string {
  const places = placesOf(currency);
  return decimal(
    amounts.reduce((sum, each) => sum + (parts(each, places) ?? 0n), 0n),
    places,
  );
}
