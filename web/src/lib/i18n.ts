import { type Language, preferences } from "./preferences";
import { useStore } from "./store";

type Entry = string | ((...values: never[]) => string) | Texts;
export type Texts = { readonly [key: string]: Entry };

/** The same keys and the same parameters, other words. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : Translated<T[K]>;
};

export type Locale<T extends Texts> = { zh: Translated<T>; en: Translated<T> };

/**
 * Declares the texts of one feature in both languages. Chinese leads: English must have exactly its
 * keys, and functions their parameters, or the program does not compile.
 */
export function defineLocale<const T extends Texts>(locale: {
  zh: T;
  en: Translated<NoInfer<T>>;
}): Locale<T> {
  return locale as unknown as Locale<T>;
}

export function useLanguage(): Language {
  return useStore(preferences).language;
}

export function inLanguage<T extends Texts>(locale: Locale<T>, language: Language): Translated<T> {
  return language === "en" ? locale.en : locale.zh;
}

/** The texts of a feature in the language of this visit. */
export function useTexts<T extends Texts>(locale: Locale<T>): Translated<T> {
  return inLanguage(locale, useLanguage());
}

/** For code outside of components. */
export function currentTexts<T extends Texts>(locale: Locale<T>): Translated<T> {
  return inLanguage(locale, preferences.get().language);
}
