import { App } from "antd";
import { useRef } from "react";
import { call, client } from "../api/client";
import { useTexts } from "../lib/i18n";
import { common } from "./locale";

/** Asks, before a text is saved, whether the secret in it is meant to stay. Nobody is kept from saving. */
export function useSecretCheck(): (text: string) => Promise<boolean> {
  const t = useTexts(common);
  const { modal } = App.useApp();
  const asking = useRef(false);
  const ask = async (text: string) => {
    // Not being able to ask is no reason not to save.
    const { kinds } = await call<{ kinds: string[] }>(
      client.POST("/api/texts/secrets", { body: { text } }),
    ).catch(() => ({ kinds: [] as string[] }));
    if (kinds.length === 0) return true;
    return modal.confirm({
      title: t.secretTitle,
      content: t.secretSaid(kinds.map((kind) => t.secretKinds[kind] ?? kind)),
      okText: t.secretSave,
      cancelText: t.secretBack,
    });
  };
  return async (text) => {
    if (text.trim() === "") return true;
    // A second press while the first is being asked about would save twice.
    if (asking.current) return false;
    asking.current = true;
    try {
      return await ask(text);
    } finally {
      asking.current = false;
    }
  };
}
