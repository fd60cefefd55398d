import { describe, expect, it } from "vitest";
import type { Whole } from "./api";
import { bodyOf, changesOf, entryOf, isReady, start } from "./entry";
import { blank } from "./lines";

const stands = {
  id: "1",
  kind: "invoice",
  at: "2026-09-01T04:00:00Z",
  currency: "CNY",
  amount: "797.00",
  method: "",
  due_on: "2026-09-30",
  outstanding: "797.00",
  refers_to: null,
  remark: "月底付",
  version: 3,
  lines: [
    {
      ordinal: 1,
      product_id: "7",
      code: "P-1",
      text: "轴承",
      description: "",
      unit: "个",
      quantity: "40",
      price: "18.5",
      amount: "740.00",
    },
    {
      ordinal: 2,
      product_id: null,
      code: "",
      text: "安装",
      description: "安装",
      unit: "",
      quantity: "1",
      price: "60",
      amount: "57.00",
    },
  ],
} as unknown as Whole;

describe("an entry of the ledger", () => {
  it("sends nothing that was not touched", () => {
    expect(changesOf(entryOf(stands), stands)).toEqual({ version: 3 });
  });

  it("sends what was touched, a given amount of another line as it stood", () => {
    const entry = entryOf(stands);
    const [first, second] = entry.lines;
    const lines = [{ ...first, quantity: "50", amount: null }, second] as typeof entry.lines;
    const changes = changesOf({ ...entry, lines, due: "", remark: "改" }, stands);
    expect(changes).toMatchObject({ version: 3, due_on: null, remark: "改" });
    expect(changes.lines?.map((line) => [line.product_id, line.quantity, line.amount])).toEqual([
      ["7", "50", null],
      [null, "1", "57.00"],
    ]);
    expect(changes).not.toHaveProperty("amount");
  });

  it("leaves a remark alone that the writer may not read", () => {
    const masked = { ...stands, remark: null };
    expect(changesOf(entryOf(masked), masked)).toEqual({ version: 3 });
  });

  it("is ready with an amount or with whole lines", () => {
    const entry = start();
    expect(isReady(entry)).toBe(false);
    expect(isReady({ ...entry, amount: "5" })).toBe(true);
    expect(isReady({ ...entry, lines: [blank()] })).toBe(false);
    const line = { ...blank(), text: "轴承", price: "2" };
    expect(isReady({ ...entry, lines: [line] })).toBe(true);
    expect(isReady({ ...entry, lines: [line, { ...line, quantity: null }] })).toBe(false);
    expect(bodyOf({ ...entry, amount: "9", lines: [line] }).amount).toBeNull();
  });

  it("begins a payment with what the invoice still has to get", () => {
    expect(bodyOf(start(stands))).toMatchObject({
      kind: "payment",
      amount: "797.00",
      refers_to: "1",
    });
  });
});
