import { defineLocale } from "../../lib/i18n";

/** As the server counts them. */
export type Level = 0 | 1 | 2 | 3;

/** Classifications of customers and clearances of people: the same four levels, in order. */
export const levelTexts = defineLocale({
  zh: {
    names: { 0: "普通", 1: "内部", 2: "保密", 3: "严控" },
    classification: "密级",
    clearance: "密级权限",
    ofToken: "令牌最多能看到哪一级的客户，不超过您本人",
  },
  en: {
    names: { 0: "Ordinary", 1: "Internal", 2: "Confidential", 3: "Strict" },
    classification: "Classification",
    clearance: "Clearance",
    ofToken: "Up to which classification the token sees customers; never more than you do",
  },
});
