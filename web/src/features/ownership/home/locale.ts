import { defineLocale } from "../../../lib/i18n";

/** Apart from the texts of the pools, so that the home page stays light. */
export const homeTexts = defineLocale({
  zh: { soon: "即将回收", all: "全部" },
  en: { soon: "Falling soon", all: "All" },
});
