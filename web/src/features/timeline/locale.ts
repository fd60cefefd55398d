import { defineLocale } from "../../lib/i18n";

export const timelineTexts = defineLocale({
  zh: {
    title: "动态",
    show: "显示",
    everything: "全部",
    older: "更早的动态",
    nothing: "还没有动态",
    nothingHint: "打了电话、去过一趟、听到一件事，都记在上面。",
    nothingOfKind: "没有这一类动态",
    compose: "记录",
    more: "更多",
    keyCompose: "记录往来",
    keysGroup: "客户页",
    today: "今天",
    yesterday: "昨天",
  },
  en: {
    title: "Timeline",
    show: "Show",
    everything: "Everything",
    older: "Earlier",
    nothing: "Nothing has happened yet",
    nothingHint: "Write down a call, a visit or what you heard, above.",
    nothingOfKind: "Nothing of this kind",
    compose: "Write down",
    more: "More",
    keyCompose: "Write down what happened",
    keysGroup: "Customer page",
    today: "Today",
    yesterday: "Yesterday",
  },
});
