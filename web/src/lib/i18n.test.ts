import { describe, expect, it } from "vitest";
import { defineLocale, inLanguage, type Texts } from "./i18n";

const modules = import.meta.glob<Record<string, unknown>>("../**/locale.ts", { eager: true });

function leaves(texts: Texts, path = ""): [string, unknown][] {
  return Object.entries(texts).flatMap(([key, value]): [string, unknown][] =>
    typeof value === "object" ? leaves(value, `${path}${key}.`) : [[path + key, value]],
  );
}

const locales = Object.entries(modules).flatMap(([file, exported]) =>
  Object.entries(exported)
    // A list of words by which something is recognised is in no language.
    .filter(([, locale]) => !Array.isArray(locale))
    .map(([name, locale]) => ({
      name: `${file} ${name}`,
      locale: locale as { zh: Texts; en: Texts },
    })),
);

describe("locales", () => {
  it("are found", () => expect(locales.length).toBeGreaterThan(2));

  it.each(locales)("$name has the same keys in both languages", ({ locale }) => {
    const keys = (texts: Texts) => leaves(texts).map(([key]) => key);
    expect(keys(locale.en)).toEqual(keys(locale.zh));
  });

  it.each(locales)("$name has no empty text and no Chinese in English", ({ locale }) => {
    for (const [key, value] of leaves(locale.zh)) expect(value, key).not.toBe("");
    for (const [key, value] of leaves(locale.en)) {
      if (typeof value === "string") expect(value, key).not.toMatch(/^$|[\u4e00-\u9fff]/);
    }
  });
});

describe("inLanguage", () => {
  it("chooses by language", () => {
    const locale = defineLocale({ zh: { yes: "是" }, en: { yes: "Yes" } });
    expect(inLanguage(locale, "en").yes).toBe("Yes");
    expect(inLanguage(locale, "zh-CN").yes).toBe("是");
  });

  it("does not compile when a translation lacks a key", () => {
    // @ts-expect-error `no` has no English text
    defineLocale({ zh: { yes: "是", no: "否" }, en: { yes: "Yes" } });
    // @ts-expect-error `yes` takes no number in English
    defineLocale({ zh: { yes: (n: number) => `${n}` }, en: { yes: (s: string) => s } });
  });
});
