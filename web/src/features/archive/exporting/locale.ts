import { defineLocale } from "../../../lib/i18n";

export const exportTexts = defineLocale({
  zh: {
    title: "导出客户",
    count: (count: string) => `当前视图共 ${count} 户，按显示的列导出。`,
    marked: "文件每一行都带有导出编号、您的姓名和时间；每次导出都有记录。",
    format: "文件格式",
    download: "下载",
    close: "关闭",
    send: "提交申请",
    needed: "这次导出需要审批",
    why: (left: string) => `您今天不经审批还可导出 ${left} 户。`,
    after: (hours: number) =>
      `主管批准后 ${hours} 小时内可以下载，最多 3 次。也可以先筛选，减少户数。`,
    waiting: "已提交申请，等待审批",
    waitingHint: "批准后在这里或“权限审批 → 我的申请”下载。",
    granted: "已批准",
    grantedHint: (until: string, fetches: number) => `${until} 前还可下载 ${fetches} 次。`,
    grantedFor: (count: string) =>
      `文件只含申请时的 ${count} 户中现在仍符合条件的；之后新增的不在其中。`,
    mine: "查看我的申请",
    purpose: "用途",
    purposeMissing: "请选择用途",
    words: "具体说明",
    wordsMissing: "请用至少 10 个字说明为什么需要导出",
    sent: "申请已提交，等待主管审批",
  },
  en: {
    title: "Export customers",
    count: (count: string) => `${count} customers in this view, with the columns shown.`,
    marked:
      "Each line of the file carries the number of the export, your name and the time. Every export is recorded.",
    format: "File format",
    download: "Download",
    close: "Close",
    send: "Send the request",
    needed: "This export needs an approval",
    why: (left: string) => `You may export ${left} more customers today without one.`,
    after: (hours: number) =>
      `Once a lead approves, you can download it for ${hours} hours, at most 3 times. Or filter first and export fewer.`,
    waiting: "Your request waits for an approval",
    waitingHint: "Once approved, download it here or under Approvals, My requests.",
    granted: "Approved",
    grantedHint: (until: string, fetches: number) =>
      fetches === 1
        ? `One download left, until ${until}.`
        : `${fetches} downloads left, until ${until}.`,
    grantedFor: (count: string) =>
      `The file holds those of the ${count} customers asked about who still match; who came since is not in it.`,
    mine: "See my requests",
    purpose: "Purpose",
    purposeMissing: "Choose a purpose",
    words: "In your own words",
    wordsMissing: "Say why you need the export, in at least 10 characters",
    sent: "Sent: a lead will decide",
  },
});
