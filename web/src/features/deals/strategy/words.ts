import type { Language } from "../../../lib/preferences";
import { money } from "../money";
import { dayOf } from "../projects/words";
import type { Signal } from "./api";
import type { strategyTexts } from "./locale";

/** Days until the strategy is looked at again, unless somebody says otherwise. */
export const SEASON = 90;

/** The day so many days from now, as forms hold it. */
export const inDays = (days: number) =>
  dayOf(new Date(Date.now() + days * 86_400_000).toISOString());

type Texts = (typeof strategyTexts)["zh"];

/** What a signal says, with its figures. */
export function told(signal: Signal, t: Texts, language: Language): string {
  const days = signal.days ?? 0;
  const count = signal.count ?? 0;
  switch (signal.cause) {
    case "overdue":
      return t.cause.overdue({
        days,
        amount: money(signal.amount ?? 0, signal.currency ?? "CNY", language),
      });
    case "silent":
      return signal.days === null ? t.cause.never : t.cause.silent({ days });
    case "left":
    case "no_decider":
    case "no_people":
      return t.cause[signal.cause];
    default:
      return t.cause[signal.cause]({ days, count });
  }
}
