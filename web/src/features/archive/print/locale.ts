import { defineLocale } from "../../../lib/i18n";

export const printTexts = defineLocale({
  zh: {
    print: "打印档案",
    title: "打印客户档案",
    note: "做成 PDF，内容与您在页面上看到的一样，掩码的仍是掩码。每次打印都会记录，每页印有您的姓名和时间。",
    parts: "打印哪些部分",
    period: "往来、交易和文件的期间",
    since: "从哪天起",
    until: "到哪天止",
    any: "不限",
    make: "打印成 PDF",
    none: "请至少选一个部分。",
    wrongPeriod: "结束日期早于开始日期，请修改。",
    done: "档案已做好，请在浏览器的下载中查看。",
  },
  en: {
    print: "Print archive",
    title: "Print this customer's archive",
    note: "A PDF of what you see on the page; what is masked there stays masked. Every print is recorded, and your name and the time stand on each page.",
    parts: "Which parts to print",
    period: "Period of what happened, transactions and documents",
    since: "From",
    until: "Until",
    any: "Any",
    make: "Make the PDF",
    none: "Choose at least one part.",
    wrongPeriod: "The last day is before the first: change one of them.",
    done: "The archive is ready: see your browser's downloads.",
  },
});
