import { defineLocale } from "../../../lib/i18n";

export const operationsTexts = defineLocale({
  zh: {
    hint: "密钥的轮换、托管与副本。密钥本身从不显示，也从不离开服务器。",
    keys: "密钥",
    key: "主密钥",
    epoch: "版次",
    wraps: "保护的客户密钥",
    purposes: { kek: "客户密钥的主密钥", index: "检索索引密钥" },
  },
  en: {
    hint: "Rotation, escrow and copies of keys. A key is never shown and never leaves the server.",
    keys: "Keys",
    key: "Master key",
    epoch: "Epoch",
    wraps: "Customer keys under it",
    purposes: { kek: "For customers' keys", index: "For search indexes" },
  },
});
