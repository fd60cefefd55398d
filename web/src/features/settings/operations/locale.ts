import { defineLocale } from "../../../lib/i18n";

export const operationsTexts = defineLocale({
  zh: {
    hint: "备份与试恢复，密钥的轮换、托管与副本。密钥本身从不显示，也从不离开服务器。",
    keys: "密钥",
    keysHint: (days: number) =>
      days
        ? `新客户立即使用最新的主密钥，其余的在后台换过去，期间照常使用。每 ${days} 天自动轮换。`
        : "新客户立即使用最新的主密钥，其余的在后台换过去，期间照常使用。没有设置自动轮换。",
    suite: (name: string) =>
      `新内容的加密套件：${name === "sm4-gcm" ? "国密 SM4-GCM + HMAC-SM3" : "AES-256-GCM"}`,
    key: "主密钥",
    epoch: "版次",
    since: "启用时间",
    wraps: "保护的密钥",
    purposes: {
      kek: "客户密钥的主密钥",
      index: "检索密钥",
      "index-apart": "不随检索密钥更换的标记密钥",
      audit: "审计签名密钥",
      backup: "备份密钥",
    },
    rotate: "轮换主密钥",
    rotateSure: "启用新的主密钥？客户密钥在后台换过去，不影响使用。",
    rotationBegun: "已启用新的主密钥",
    rewrapping: (done: number, total: number) => `正在换到新的主密钥下：${done} / ${total}`,
    lastRotation: "上次完成于",
    stalled:
      "上次轮换没有做完：有密钥仍在旧的主密钥下。请再轮换一次；仍不成功时运行 kedang doctor。",
    customers: "客户密钥",
    customersHint:
      "只在怀疑客户密钥泄露时需要。每位客户得到新的密钥，已有内容在后台重新加密，期间照常使用。",
    customersMore: "旧密钥何时销毁，怎样只更换一位客户",
    customersFacts: {
      when: "没有内容、也没有保留中的备份需要旧密钥之后，旧密钥自动销毁。",
      log: "操作日志和合并、批量修正的还原依据不能改写，它们用到的旧密钥随客户一起销毁。",
      one: "只更换一位客户：在服务器上运行 kedang keys rotate customers --customer 档号。",
    },
    reseal: "更换客户密钥",
    resealSure: "为全部客户更换密钥？已有内容在后台重新加密，不影响使用，客户多时需要几小时。",
    resealBegun: "已启用新的客户密钥",
    resealing: (done: number, total: number) => `正在更换客户密钥并重新加密：${done} / ${total}`,
    resealOne: "只涉及一位客户",
    resealed: (values: number) => `重新加密了 ${values} 项内容，完成于`,
    waits: {
      time: "旧密钥将在一小时后销毁。",
      backups: "更换之前的备份还在保留期内，要靠旧密钥打开；这些备份清理之后旧密钥自动销毁。",
    },
    dropping: "正在销毁旧密钥。",
    dropped: (dropped: number, kept: number) =>
      `已销毁 ${dropped} 位客户的旧密钥；${kept} 位客户的旧密钥因操作日志或还原依据仍然保留。`,
    resealDamaged: (damaged: number) =>
      `有 ${damaged} 位客户的内容打不开，未作改动，旧密钥保留。请运行 kedang doctor。`,
    index: "检索密钥",
    indexHint:
      "电话、证件号、文档内容等靠它检索和查重。怀疑它泄露时更换：先停止系统，再在服务器上运行 kedang keys rotate index，全部检索数据用新的密钥重建，旧密钥随即销毁；中断后再运行一次即可继续，完成之前系统不能启动。",
    root: "根密钥与托管卡",
    rootHint:
      "根密钥分成几张卡交给不同的人，凑够张数才能恢复。更换根密钥、制卡和演练只能在服务器的命令行进行。",
    fingerprint: "根密钥指纹",
    provider: "打开方式",
    providers: { file: "文件", passphrase: "口令", transit: "外部密钥服务" },
    away: "根密钥目前打不开。已打开的密钥还会继续使用一段时间，请尽快处理。",
    shut: "根密钥已有一段时间打不开：敏感内容不能查看，也不能写入，列表只显示 ****。没有数据丢失，处理之后自动恢复。",
    whyAway: (reason: string) => `原因：${reason}`,
    reasons: {
      silent: "外部密钥服务没有应答",
      unreachable: "连不上外部密钥服务",
      unknown_host: "找不到外部密钥服务的域名",
      too_slow: "外部密钥服务应答太慢",
      certificate: "外部密钥服务的证书不受信任",
      denied: "外部密钥服务拒绝了令牌",
      no_engine: "外部密钥服务上没有这个引擎或密钥",
      sealed: "外部密钥服务处于封存状态",
      unset: "没有设置 KEDANG_TRANSIT_URL，或名称不合规",
      token: "令牌文件读不到，或是空的",
      answer: "外部密钥服务的应答无法识别",
      unfit: "根密钥文件丢失、无法读取，或不是这一把",
    },
    rootChanged: "上次更换",
    cards: "托管卡",
    cardsOf: (needed: number, of: number) => `共 ${of} 张，任意 ${needed} 张可恢复`,
    drilled: "上次演练",
    due: "下次演练不晚于",
    never: "从未",
    cardsNone: "还没有托管卡。根密钥一旦丢失，全部加密内容将无法打开。请运行 kedang keys escrow。",
    cardsOld: "托管卡属于以前的根密钥，已经无效。请运行 kedang keys escrow 重新制卡并收回旧卡。",
    drillDue: "托管卡超过一个季度没有演练。请集齐持卡人运行 kedang keys escrow-drill。",
    copies: "密钥库副本",
    copiesHint:
      "每天一份，保留七天，最长三十天，与数据备份分开存放。被删除客户的密钥最多在这里再留三十天。",
    copiesNone: "还没有副本。",
    copyNow: "立即制作副本",
    copied: "已制作副本",
    size: (bytes: number) => `${Math.max(1, Math.round(bytes / 1024))} KB`,
  },
  en: {
    hint: "Backups and their trial restores; rotation, escrow and copies of keys. A key is never shown and never leaves the server.",
    keys: "Keys",
    keysHint: (days: number) =>
      days
        ? `New customers use the newest master key at once; the others follow in the background while work goes on. By itself every ${days} days.`
        : "New customers use the newest master key at once; the others follow in the background while work goes on. No automatic rotation is set.",
    suite: (name: string) =>
      `New values are sealed by ${name === "sm4-gcm" ? "SM4-GCM with HMAC-SM3" : "AES-256-GCM"}.`,
    key: "Master key",
    epoch: "Epoch",
    since: "In use since",
    wraps: "Keys under it",
    purposes: {
      kek: "For customers' keys",
      index: "For what is searched",
      "index-apart": "For marks that stay",
      audit: "For signing the audit",
      backup: "For backups",
    },
    rotate: "Rotate the master key",
    rotateSure: "Begin a new master key? Customers' keys follow in the background; work goes on.",
    rotationBegun: "A new master key is in use",
    rewrapping: (done: number, total: number) =>
      `Moving under the new master key: ${done} / ${total}`,
    lastRotation: "Last finished on",
    stalled:
      "The last rotation did not finish: some keys are still under an old master key. Rotate once more; if that does not help, run kedang doctor.",
    customers: "Customers' keys",
    customersHint:
      "Only needed when customers' keys may have become known. Every customer gets a new key, and what is there is sealed again in the background while work goes on.",
    customersMore: "When old keys are destroyed, and how to exchange one customer's only",
    customersFacts: {
      when: "Once no content and no backup that is kept needs an old key, it is destroyed by itself.",
      log: "The log, and what takes merges and fixes back, cannot be rewritten: the old keys they need go with the customer.",
      one: "For one customer, run kedang keys rotate customers --customer ARCHIVE-NUMBER on the server.",
    },
    reseal: "Exchange customers' keys",
    resealSure:
      "New keys for all customers? What is there is sealed again in the background; work goes on. With many customers this takes hours.",
    resealBegun: "New customers' keys are in use",
    resealing: (done: number, total: number) =>
      `Exchanging customers' keys and sealing again: ${done} / ${total}`,
    resealOne: "One customer only",
    resealed: (values: number) => `${values} values sealed again, finished on`,
    waits: {
      time: "The old keys are destroyed after an hour.",
      backups:
        "Backups from before are still kept, and open by the old keys. These are destroyed when those backups are gone.",
    },
    dropping: "The old keys are being destroyed.",
    dropped: (dropped: number, kept: number) =>
      `Old keys of ${dropped} customers were destroyed; those of ${kept} are still needed by the log or by a way back.`,
    resealDamaged: (damaged: number) =>
      `${damaged} customers have content that does not open. It was left as it is, and the old keys are kept. Run kedang doctor.`,
    index: "Index key",
    indexHint:
      "What finds telephone numbers, identity numbers, words in documents and duplicates. For when it may have become known: stop the server and run kedang keys rotate index on it. Everything that is searched is made again with a new key, and the old one is destroyed. If it is cut off, run it again; nothing starts before it is done.",
    root: "Root key and escrow cards",
    rootHint:
      "The root key is split into cards for different people; enough of them bring it back. Exchanging it, making cards and drills happen at the server's command line only.",
    fingerprint: "Fingerprint of the root key",
    provider: "Opens with",
    providers: { file: "a file", passphrase: "a passphrase", transit: "an outside key service" },
    away: "The root key does not open at present. Keys that are open stay in use for a while: see to it soon.",
    shut: "The root key has not opened for some time: what is sensitive can be neither seen nor written, and lists show ****. Nothing is lost, and all opens again by itself once this is mended.",
    whyAway: (reason: string) => `Why: ${reason}`,
    reasons: {
      silent: "the key service does not answer",
      unreachable: "the key service cannot be reached",
      unknown_host: "the host of the key service is not known",
      too_slow: "the key service answers too slowly",
      certificate: "the certificate of the key service is not trusted",
      denied: "the key service refused the token",
      no_engine: "the key service has no such engine or key",
      sealed: "the key service is sealed",
      unset: "KEDANG_TRANSIT_URL is not set, or a name is not allowed",
      token: "the file of the token cannot be read, or is empty",
      answer: "the key service answered something unreadable",
      unfit: "the file of the root key is gone, cannot be read, or holds another key",
    },
    rootChanged: "Last exchanged",
    cards: "Escrow cards",
    cardsOf: (needed: number, of: number) => `${of} cards, any ${needed} bring the key back`,
    drilled: "Last drill",
    due: "Next drill by",
    never: "never",
    cardsNone:
      "There are no escrow cards. If the root key is lost, nothing encrypted opens again. Run kedang keys escrow.",
    cardsOld:
      "The escrow cards are of a former root key and no longer good. Run kedang keys escrow for new ones, and collect the old.",
    drillDue:
      "The escrow cards were not tried for a quarter. Gather their keepers and run kedang keys escrow-drill.",
    copies: "Copies of the key store",
    copiesHint:
      "One a day, kept for seven days and never over thirty, apart from backups of the data. The key of an erased customer stays here for thirty days at most.",
    copiesNone: "There are no copies yet.",
    copyNow: "Make a copy now",
    copied: "A copy was made",
    size: (bytes: number) => `${Math.max(1, Math.round(bytes / 1024))} KB`,
  },
});
