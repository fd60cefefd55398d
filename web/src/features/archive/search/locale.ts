import { defineLocale } from "../../../lib/i18n";

export const searchTexts = defineLocale({
  zh: {
    placeholder: "搜客户：姓名 / 拼音 / 手机尾号 / 信用代码 / 档号",
    short: "搜客户",
    label: "搜索客户",
    group: "通用",
    none: "没有找到。试试名称里的一个字、拼音首字母或手机后四位。",
    searching: "正在搜索",
    found: (shown: number, total: string) => `显示 ${shown} 条，共 ${total} 条`,
    failed: "搜索没有成功，请重试。",
  },
  en: {
    placeholder: "Search: name / pinyin / last digits of a phone / credit code / number",
    short: "Search",
    label: "Search customers",
    group: "General",
    none: "Nothing found. Try one character of the name, pinyin initials or the last four digits.",
    searching: "Searching",
    found: (shown: number, total: string) => `${shown} of ${total}`,
    failed: "The search failed. Please try again.",
  },
});
