import { Tag } from "antd";
import { useTexts } from "../../lib/i18n";
import { locale } from "./locale";
import type { FixState as State } from "./types";

const COLOURS: Partial<Record<State, string>> = {
  previewing: "processing",
  ready: "warning",
  applying: "processing",
  applied: "success",
  undoing: "processing",
  failed: "error",
};

export function FixState({ state }: { state: State }) {
  const t = useTexts(locale);
  return <Tag color={COLOURS[state] ?? "default"}>{t.states[state]}</Tag>;
}
