import { defineLocale } from "../../../lib/i18n";

export const limitTexts = defineLocale({
  zh: {
    hint: "把握多大才算重复。系统从不自行合并，只决定哪些进入“查重合并”的队列、排在多前。",
    certain: "几乎确定",
    certainHint: "达到这个把握的排在队列最前，也是命令行 kedang dedupe 给出的结果。建议 95%。",
    review: "需要核对",
    reviewHint:
      "达到这个把握的进入队列等人核对，低于它的不显示。调低会多出不少只是同名的客户。建议 75%。",
    scale: "不显示",
    missing: "请填写 50 到 99.99 之间的数",
    order: "“几乎确定”要高于“需要核对”",
    note: "保存后队列立即按新的界限显示；下一次全库查重按新的界限查找。已作出的判定不受影响。",
    reset: "恢复建议值",
    learn: "从本档案学习",
    learnHint: (least: string) =>
      `每项相同或不同各占多少分量，产品自带一套经验。一类客户达到 ${least} 位后，全库查重会从已经很确定的组里学到本档案的情况，录入时立即使用，全库查重从下一次起使用。只记比例，不记任何客户的内容；关闭后改回自带的。`,
    notYet: "目前使用产品自带的经验",
    kinds: { person: "个人", organisation: "企业" },
    lesson: (kind: string, customers: string, pairs: string) =>
      `${kind}：学自 ${customers} 位客户中的 ${pairs} 对`,
  },
  en: {
    hint: "How sure is sure enough. Nothing is ever merged by itself: this decides what enters the review queue, and where.",
    certain: "Almost certain",
    certainHint:
      "What is at least this sure comes first in the queue, and is what kedang dedupe prints. 95% is advised.",
    review: "To check",
    reviewHint:
      "What is at least this sure waits for somebody to check it; what is less is not shown. Lower brings many mere namesakes. 75% is advised.",
    scale: "Not shown",
    missing: "A number from 50 to 99.99",
    order: "Certainty must lie above review",
    note: "The queue follows at once, the next run looks by the new limits. Decisions stay as they are.",
    reset: "Advised values",
    learn: "Learn from this archive",
    learnHint: (least) =>
      `How much each agreement and difference counts comes with the product. From ${least} customers of a kind on, a look over the whole archive learns it from the groups that are certain, and it is used at entry at once and from the next look on. Only proportions are kept, nothing of any customer; switched off, what comes with the product counts again.`,
    notYet: "What comes with the product is in use",
    kinds: { person: "Persons", organisation: "Organisations" },
    lesson: (kind, customers, pairs) =>
      `${kind}: learnt from ${pairs} pairs among ${customers} customers`,
  },
});
