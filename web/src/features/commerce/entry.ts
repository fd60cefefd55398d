import type { Changes, NewTransaction, Transaction, Whole } from "./api";
import type { Kind, Method } from "./kinds";
import { type Draft, drafts, isWhole, said, sent } from "./lines";

/** A transaction as it is being written. `on`: its day; `remark` null: not readable for the writer, so left as it is. */
export type Entry = {
  kind: Kind;
  amount: string | null;
  currency: string;
  on: string;
  due: string;
  method: Method | "";
  refers: string;
  remark: string | null;
  lines: Draft[];
};

/** A new one; a payment of what an invoice still has to get, if one is given. */
export function start(settles?: Transaction): Entry {
  return {
    kind: settles ? "payment" : "purchase",
    amount: settles?.outstanding ?? null,
    currency: settles?.currency ?? "CNY",
    on: "",
    due: "",
    method: "",
    refers: settles?.id ?? "",
    remark: "",
    lines: [],
  };
}

/** The day of a moment as a date field holds it, in the reader's own time. */
function day(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => `${value}`.padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** One that stands, to be corrected. */
export function entryOf(was: Whole): Entry {
  return {
    kind: was.kind as Kind,
    amount: was.amount,
    currency: was.currency,
    on: day(was.at),
    due: was.due_on ?? "",
    method: was.method as Method | "",
    refers: was.refers_to ?? "",
    remark: was.remark,
    lines: drafts(was),
  };
}

export function isReady(entry: Entry): boolean {
  if (!isWhole(entry.lines)) return false;
  return said(entry.lines).length > 0 || Boolean(entry.amount);
}

const noon = (on: string) => new Date(`${on}T12:00`).toISOString();

export function bodyOf(entry: Entry): Omit<NewTransaction, "once"> {
  const { kind } = entry;
  const lines = kind === "payment" ? [] : sent(entry.lines);
  return {
    kind,
    amount: lines.length > 0 ? null : entry.amount,
    currency: entry.currency,
    method: kind === "invoice" ? "" : entry.method,
    remark: entry.remark?.trim() ?? "",
    ...(entry.on ? { at: noon(entry.on) } : {}),
    ...(kind === "invoice" && entry.due ? { due_on: entry.due } : {}),
    ...(entry.refers && (kind === "payment" || kind === "return")
      ? { refers_to: entry.refers }
      : {}),
    lines,
  };
}

/** What is otherwise than it stood; what is not sent stays. */
export function changesOf(entry: Entry, was: Whole): Changes {
  const before = entryOf(was);
  const lines = sent(entry.lines);
  const rewritten = JSON.stringify(lines) !== JSON.stringify(sent(before.lines));
  return {
    version: was.version,
    ...(entry.on && entry.on !== before.on ? { at: noon(entry.on) } : {}),
    ...(entry.currency !== before.currency ? { currency: entry.currency } : {}),
    ...(rewritten ? { lines } : {}),
    ...(lines.length === 0 && (rewritten || entry.amount !== before.amount)
      ? { amount: entry.amount }
      : {}),
    ...(entry.method !== before.method ? { method: entry.method } : {}),
    ...(entry.due !== before.due ? { due_on: entry.due || null } : {}),
    ...(entry.refers !== before.refers ? { refers_to: entry.refers || null } : {}),
    ...(entry.remark !== null && entry.remark.trim() !== before.remark
      ? { remark: entry.remark.trim() }
      : {}),
  };
}
