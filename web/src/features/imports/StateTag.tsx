import { Tag } from "antd";
import { useTexts } from "../../lib/i18n";
import { locale } from "./locale";
import type { RunState } from "./types";

const COLOURS: Record<RunState, string> = {
  uploaded: "processing",
  inspected: "warning",
  checking: "processing",
  checked: "warning",
  filing: "processing",
  done: "success",
  failed: "error",
  cancelled: "default",
  undoing: "processing",
  undone: "default",
};

export function StateTag({ state }: { state: RunState }) {
  const t = useTexts(locale);
  return <Tag color={COLOURS[state]}>{t.states[state]}</Tag>;
}
