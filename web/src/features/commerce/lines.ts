import type { NewTransaction, Whole } from "./api";
import { worth } from "./money";

export type SentLine = NonNullable<NewTransaction["lines"]>[number];

/** A line as it is being written; `amount` is one that was given and stands as long as quantity and price do. */
export type Draft = {
  key: number;
  product: string | null;
  text: string;
  /** What a line that names a product says besides. */
  words: string;
  quantity: string | null;
  price: string | null;
  amount: string | null;
};

let made = 0;

export function blank(): Draft {
  made += 1;
  return {
    key: made,
    product: null,
    text: "",
    words: "",
    quantity: "1",
    price: null,
    amount: null,
  };
}

/** The lines of a transaction as they stand, to be written on. */
export function drafts(whole: Whole): Draft[] {
  return whole.lines.map((line) => ({
    ...blank(),
    product: line.product_id,
    text: `${line.code} ${line.text}`.trim(),
    words: line.description,
    quantity: line.quantity,
    price: line.price,
    amount: line.amount,
  }));
}

const isEmpty = (line: Draft) => !line.product && !line.text.trim() && !line.price;

/** Lines that say something. */
export const said = (lines: readonly Draft[]) => lines.filter((line) => !isEmpty(line));

/** Whether every line that says something can be sent. */
export const isWhole = (lines: readonly Draft[]) =>
  said(lines).every((line) => (line.product || line.text.trim()) && line.quantity && line.price);

/** What a line comes to. */
export function lineWorth(line: Draft, currency: string): string {
  return line.amount ?? worth(line.quantity ?? "", line.price ?? "", currency);
}

/** The lines as the server takes them; a product's own name is not sent as words. */
export function sent(lines: readonly Draft[]): SentLine[] {
  return said(lines).map((line) => ({
    product_id: line.product,
    description: line.product ? line.words : line.text.trim(),
    quantity: line.quantity ?? "0",
    price: line.price ?? "0",
    amount: line.amount,
    product_code: "",
  }));
}
