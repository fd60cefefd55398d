import { describe, expect, it } from "vitest";
import { money, some, total, worth } from "./money";

describe("money", () => {
  it("keeps the decimals the server sent", () => {
    expect(money("1234.50", "CNY", "zh-CN")).toBe("¥1,234.50");
    expect(money("-0.05", "GBP", "en")).toBe("-£0.05");
    expect(money("500", "JPY", "en")).toBe("¥500");
  });

  it("does not lose a large amount's last digits", () => {
    expect(money("9007199254740993.01", "CNY", "en")).toBe("¥9,007,199,254,740,993.01");
  });

  it("reckons lines as the server does, without a float", () => {
    expect(worth("6", "2.55", "CNY")).toBe("15.30");
    expect(worth("1", "0.005", "GBP")).toBe("0.01");
    expect(worth("-1", "0.005", "GBP")).toBe("-0.01");
    expect(worth("3", "0.335", "JPY")).toBe("1");
    expect(worth("0.1", "0.2", "KWD")).toBe("0.020");
    expect([worth("", "1", "CNY"), worth("1.0001", "1", "CNY")]).toEqual(["", ""]);
    expect(worth("123456789", "9999999.9999", "CNY")).toBe("1234567889987654.32");
  });

  it("adds without losing a cent", () => {
    expect(total(["0.10", "0.20", "-0.05", ""], "CNY")).toBe("0.25");
    expect(total(["9007199254740993.01", "0.01"], "CNY")).toBe("9007199254740993.02");
  });

  it("knows nothing from something", () => {
    expect([some("0.00"), some("0.01"), some("-3")]).toEqual([false, true, true]);
  });
});
