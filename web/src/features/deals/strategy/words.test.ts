import { expect, test } from "vitest";
import type { Signal } from "./api";
import { strategyTexts } from "./locale";
import { told } from "./words";

const signal = (said: Partial<Signal>): Signal => ({
  cause: "silent",
  count: null,
  days: null,
  amount: null,
  currency: null,
  ...said,
});

test("a signal says why, with its figures", () => {
  const t = strategyTexts.zh;
  const owed = signal({ cause: "overdue", amount: 1_250_000, currency: "CNY", days: 12 });
  expect(told(owed, t, "zh-CN")).toBe(t.cause.overdue({ amount: "¥12,500", days: 12 }));
  expect(told(signal({ days: 40 }), t, "zh-CN")).toBe(t.cause.silent({ days: 40 }));
  expect(told(signal({}), t, "zh-CN")).toBe(t.cause.never);
  expect(told(signal({ cause: "stuck", count: 2, days: 70 }), t, "zh-CN")).toContain("70");
  expect(told(signal({ cause: "left" }), t, "zh-CN")).toBe(t.cause.left);
  expect(told(signal({ cause: "no_people" }), strategyTexts.en, "en")).toBe(
    strategyTexts.en.cause.no_people,
  );
});
