import { defineLocale } from "../../../lib/i18n";

export const trashTexts = defineLocale({
  zh: {
    title: "回收站",
    hint: "这里的档案不会被自动删除，随时可以恢复。",
    emptyTitle: "回收站是空的",
    emptyHint: "移入回收站的客户会出现在这里。",
    restore: "恢复",
    restoreIt: (name: string) => `恢复 ${name}`,
    restored: (name: string) => `已恢复 ${name}`,
  },
  en: {
    title: "Trash",
    hint: "Nothing here is deleted by itself; everything can be restored.",
    emptyTitle: "The trash is empty",
    emptyHint: "Customers moved to the trash appear here.",
    restore: "Restore",
    restoreIt: (name: string) => `Restore ${name}`,
    restored: (name: string) => `Restored ${name}`,
  },
});
