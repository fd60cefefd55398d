import { defineLocale } from "../../../lib/i18n";

export const retentionTexts = defineLocale({
  zh: {
    retention: "保存期限",
    retentionNote: "按处理目的的保存期限，谁的信息该删除了",
    tryPurpose: "试算：换一个期限",
    monthsUnit: "个月",
    tried: (count: string) => `这样规定，将有 ${count} 位客户到期`,
    triedHint: "这是试算，没有改动任何内容。",
    endless: (count: number) => `${count} 个处理目的没有规定保存期限，所以没有人到期`,
    endlessHint: "去“目的与声明”规定保存期限",
    overCount: (count: string) => `${count} 位客户已到期，先建档的在前`,
    lastMet: "最后一次联系",
    dispose: (count: number) => (count ? `提出删除（${count}）` : "提出删除"),
    disposeAsk: (count: number) => `对所选 ${count} 位客户提出删除？`,
    disposalProposed: (count: number) => `已提出 ${count} 项删除，等待另一位同事确认`,
    noneOver: "没有到期的客户",
    noneOverHint: "到期的客户会出现在这里，由您提出删除。",
    retentionNeeds: "登记目的和保存期限后，才能算出谁已到期。",
  },
  en: {
    retention: "Retention",
    retentionNote: "Whose data should go, by the periods of the purposes",
    tryPurpose: "Try another period",
    monthsUnit: "months",
    tried: (count: string) => `${count} customers would be past it`,
    triedHint: "This is a trial. Nothing was changed.",
    endless: (count: number) =>
      count === 1
        ? "One purpose has no period, so nobody is past it"
        : `${count} purposes have no period, so nobody is past it`,
    endlessHint: "Say periods under “Purposes and notices”",
    overCount: (count: string) => `${count} customers are past their period, the first filed first`,
    lastMet: "Last contact",
    dispose: (count: number) => (count ? `Propose erasure (${count})` : "Propose erasure"),
    disposeAsk: (count: number) => `Propose to erase ${count} selected customers?`,
    disposalProposed: (count: number) => `${count} erasures proposed; a colleague confirms each`,
    noneOver: "Nobody is past the period",
    noneOverHint: "Customers past their period appear here, for you to propose their erasure.",
    retentionNeeds: "Enter purposes with periods to see who is past them.",
  },
});
