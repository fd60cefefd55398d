import { expect, test } from "vitest";
import { fromMinor, money, roughly, toMinor } from "./money";

test("amounts are shown in their currency, without empty digits", () => {
  expect(money(1_250_000, "CNY", "zh-CN")).toBe("¥12,500");
  expect(money(1_250_050, "CNY", "zh-CN")).toBe("¥12,500.50");
  expect(money(12_500, "JPY", "en")).toBe("¥12,500");
});

test("sums are shown in few letters", () => {
  expect(roughly(12_345_678_900, "CNY", "zh-CN")).toBe("¥1.2亿");
  expect(roughly(12_345_678_900, "USD", "en")).toBe("$123.5M");
});

test("what is entered comes back, also without digits behind the point", () => {
  expect(toMinor(19.99, "USD")).toBe(1999);
  expect(toMinor(1500, "JPY")).toBe(1500);
  expect(fromMinor(toMinor(0.1 + 0.2, "EUR"), "EUR")).toBe(0.3);
});
