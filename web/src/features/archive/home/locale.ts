import { defineLocale } from "../../../lib/i18n";

export const homeTexts = defineLocale({
  zh: {
    silent: "很久没有联系",
    silentHint: "90 天以上",
    noSilent: "没有被冷落的客户",
    arrived: "新来的客户",
    arrivedHint: "7 天以内",
    noArrived: "最近没有新客户",
    all: "全部",
    lastContact: "上次联系",
  },
  en: {
    silent: "Not in contact for long",
    silentHint: "over 90 days",
    noSilent: "Nobody is left alone",
    arrived: "New customers",
    arrivedHint: "within 7 days",
    noArrived: "No new customers lately",
    all: "All",
    lastContact: "last contact",
  },
});
