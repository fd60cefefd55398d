import { describe, expect, it } from "vitest";
import { guessType, isOver, sizeText, titleOf, usualRetention } from "./types";

describe("documents", () => {
  it("guesses the type from the name, words before endings", () => {
    expect(guessType("采购合同.jpg")).toBe("contract");
    expect(guessType("营业执照副本.png")).toBe("licence");
    expect(guessType("IMG_0042.HEIC")).toBe("photo");
    expect(guessType("表.xlsx")).toBe("other");
  });
  it("keeps what binds longer", () => {
    expect(usualRetention("contract")).toBe("d30");
    expect(usualRetention("photo")).toBe("d10");
  });
  it("knows when the time to keep something has passed", () => {
    const day = new Date(2026, 10, 23, 12);
    expect(isOver("2026-11-22", day)).toBe(true);
    expect(isOver("2026-11-23", day)).toBe(false);
    expect(isOver(null, day)).toBe(false);
  });
  it("tells sizes and titles", () => {
    expect([sizeText(900), sizeText(1536), sizeText(52428800)]).toEqual([
      "900 B",
      "1.5 KB",
      "50 MB",
    ]);
    expect(titleOf("a.b.pdf")).toBe("a.b");
  });
});
