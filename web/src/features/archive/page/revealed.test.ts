import { describe, expect, it } from "vitest";
import { dialled, SHOWN_FOR_MS, shownValue, stillRevealed, withRevealed } from "./revealed";

const now = 1_000_000;
const shown = withRevealed({}, { p1: "13800001234" }, now);

describe("masked values", () => {
  it("stay as the server masked them until revealed", () => {
    expect(shownValue("p1", "138****1234", true, {}, now)).toEqual({
      text: "138****1234",
      clear: false,
      secondsLeft: 0,
    });
  });

  it("are clear for a minute, counting down", () => {
    const value = shownValue("p1", "138****1234", true, shown, now + 1);
    expect(value).toEqual({ text: "13800001234", clear: true, secondsLeft: 60 });
    expect(shownValue("p1", "138****1234", true, shown, now + 59_500).secondsLeft).toBe(1);
  });

  it("are masked again afterwards, even before the timer has run", () => {
    const value = shownValue("p1", "138****1234", true, shown, now + SHOWN_FOR_MS);
    expect(value.text).toBe("138****1234");
  });

  it("are never borrowed from another key", () => {
    expect(shownValue("p2", "l***@x.com", true, shown, now + 1).clear).toBe(false);
  });

  it("say nothing for a hidden value", () => {
    expect(shownValue("p9", null, true, {}, now).text).toBe("");
  });
});

describe("forgetting", () => {
  it("drops what has expired and keeps the rest", () => {
    const later = withRevealed(shown, { p2: "x" }, now + 30_000);
    expect(Object.keys(stillRevealed(later, now + SHOWN_FOR_MS))).toEqual(["p2"]);
    expect(stillRevealed(later, now + 1)).toBe(later);
  });

  it("starts the minute anew when asked again", () => {
    const again = withRevealed(shown, { p1: "13800001234" }, now + 50_000);
    expect(shownValue("p1", "", true, again, now + 100_000).clear).toBe(true);
  });
});

describe("calling", () => {
  it("dials digits and leaves the extension to the caller", () => {
    expect(dialled("0571-8888 6666")).toBe("tel:057188886666");
    expect(dialled("+86 138 0000 1234")).toBe("tel:+8613800001234");
    expect(dialled("010-62345678转801")).toBe("tel:01062345678");
  });
});
