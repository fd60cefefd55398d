import { expect, test } from "vitest";
import { bytes, span } from "./amounts";

const words = {
  seconds: (value: string) => `${value} s`,
  minutes: (value: string) => `${value} min`,
  hours: (value: string) => `${value} h`,
};

test("bytes and spans read like people say them", () => {
  expect(bytes(12)).toBe("12 B");
  expect(bytes(3_210_000)).toBe("3.2 MB");
  expect(bytes(120_400_000_000)).toBe("120 GB");
  expect(span(words, 0.42)).toBe("0.4 s");
  expect(span(words, 89)).toBe("89 s");
  expect(span(words, 720)).toBe("12 min");
  expect(span(words, 95_400)).toBe("26.5 h");
});
