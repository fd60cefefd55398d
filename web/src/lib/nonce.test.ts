import { expect, test } from "vitest";
import { stylesCarry } from "./nonce";

test("style sheets made by scripts carry the nonce and other elements do not", () => {
  const page = document.implementation.createHTMLDocument();
  stylesCarry(undefined, page);
  expect(page.createElement("style").nonce).toBeFalsy();
  stylesCarry("n0nce", page);
  expect(page.createElement("style").nonce).toBe("n0nce");
  expect(page.createElement("div").nonce).toBeFalsy();
});
