import { defineLocale } from "../../../../lib/i18n";
import type { Level } from "../../../../ui/levels/locale";

const NAMES_ZH = ["普通", "内部", "保密", "严控"];
const NAMES_EN = ["ordinary", "internal", "confidential", "strict"];

export const classificationTexts = defineLocale({
  zh: {
    title: "修改密级",
    hint: "只有密级权限不低于客户密级的人才能看到这位客户，管理范围再大也不例外。",
    level: "密级",
    mine: (level: Level) => `您的密级权限：${NAMES_ZH[level]}`,
    reason: "降低密级的理由",
    reasonMissing: "请写明理由（至少 4 个字）",
    mayNotLower: "您没有降低密级的权限。",
    save: "保存",
    saved: "密级已修改",
  },
  en: {
    title: "Change the classification",
    hint: "Only people whose clearance is at least the customer's classification see this customer, however wide their scope.",
    level: "Classification",
    mine: (level: Level) => `Your clearance: ${NAMES_EN[level]}`,
    reason: "Reason for lowering it",
    reasonMissing: "Give a reason of at least 4 characters",
    mayNotLower: "You may not lower classifications.",
    save: "Save",
    saved: "Classification changed",
  },
});
