import { defineLocale } from "../../lib/i18n";

export const noticeTexts = defineLocale({
  zh: {
    title: "通知",
    bell: (count: string) => (count ? `通知，${count} 条未读` : "通知"),
    unread: "未读",
    all: "全部",
    readAll: "全部标为已读",
    read: "标为已读",
    nothingUnread: "没有未读的通知",
    nothing: "还没有通知",
    hint: "有人在备注或往来里 @您、把客户或跟进交给您、您关注的客户有变化、您的客户即将回收，都会在这里。",
    older: "更早的通知",
    someone: "系统",
    colon: "：",
    latest: "，最近一位：",
    kinds: {
      mentioned: { note: "在备注中提到了您", interaction: "在往来中提到了您" },
      follow_up: "交给您一项跟进",
      given: (count: number) => (count > 1 ? `把 ${count} 位客户交给了您` : "把客户交给了您"),
      taken: (count: number) => (count > 1 ? `接走了您的 ${count} 位客户` : "接走了您的客户"),
      falling: (count: number) =>
        count > 1 ? `您有 ${count} 位客户即将回收到公海` : "您的客户即将回收到公海",
      changed: (count: number) =>
        count > 1 ? `最近更新了您关注的客户，共 ${count} 次` : "更新了您关注的客户",
      changedAbout: {
        opportunity: "更新了您关注客户的商机",
        case: "更新了您关注客户的服务工单",
        document: "为您关注的客户上传了文件",
      },
      due: "您的跟进到时间了",
      overdue: "有跟进逾期多日，请过问",
      approval: {
        approval_asked: "申请查看被遮盖的内容，等您审批",
        approval_done: "处理了您的查看申请",
        approval_glass: "使用了紧急查看，请复核",
      },
    },
    follow: "关注",
    following: "已关注",
    followHint: "关注后，同事对这位客户的记录和修改，以及商机、工单、文件的动态会通知您。",
    list: "通知列表",
  },
  en: {
    title: "Notices",
    bell: (count: string) => (count ? `Notices, ${count} unread` : "Notices"),
    unread: "Unread",
    all: "All",
    readAll: "Mark all as read",
    read: "Mark as read",
    nothingUnread: "Nothing unread",
    nothing: "No notices yet",
    hint: "When somebody names you with @ in a note or interaction, gives you a customer or a follow-up, or a customer you follow changes or one of yours is about to fall into a pool, it stands here.",
    older: "Earlier",
    someone: "The system",
    colon: ": ",
    latest: ", the latest: ",
    kinds: {
      mentioned: { note: "named you in a note", interaction: "named you in an interaction" },
      follow_up: "gave you a follow-up",
      given: (count: number) => (count > 1 ? `gave you ${count} customers` : "gave you a customer"),
      taken: (count: number) =>
        count > 1 ? `took ${count} customers of yours` : "took a customer of yours",
      falling: (count: number) =>
        count > 1
          ? `${count} customers of yours fall into a pool soon`
          : "A customer of yours falls into a pool soon",
      changed: (count: number) =>
        count > 1
          ? `was the last to change a customer you follow, ${count} changes`
          : "changed a customer you follow",
      changedAbout: {
        opportunity: "worked on an opportunity of a customer you follow",
        case: "worked on a case of a customer you follow",
        document: "filed a document of a customer you follow",
      },
      due: "Your follow-up is due",
      overdue: "has a follow-up overdue for days",
      approval: {
        approval_asked: "asks to see masked values and waits for you",
        approval_done: "answered your request to see masked values",
        approval_glass: "broke the glass: please review it",
      },
    },
    follow: "Follow",
    following: "Following",
    followHint:
      "Hear of what colleagues write down and change about this customer, and of its opportunities, cases and documents.",
    list: "Notices",
  },
});
