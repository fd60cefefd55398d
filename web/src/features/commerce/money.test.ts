import { describe, expect, it } from "vitest";
import { money, some } from "./money";

describe("money", () => {
  it("keeps the decimals the server sent", () => {
    expect(money("1234.50", "CNY", "zh-CN")).toBe("¥1,234.50");
    expect(money("-0.05", "GBP", "en")).toBe("-£0.05");
    expect(money("500", "JPY", "en")).toBe("¥500");
  });

  it("does not lose a large amount's last digits", () => {
    expect(money("9007199254740993.01", "CNY", "en")).toBe("¥9,007,199,254,740,993.01");
  });

  it("knows nothing from something", () => {
    expect([some("0.00"), some("0.01"), some("-3")]).toEqual([false, true, true]);
  });
});
