import { defineLocale } from "./i18n";

export const timeTexts = defineLocale({
  zh: {
    justNow: "刚刚",
  },
  en: {
    justNow: "just now",
  },
});
