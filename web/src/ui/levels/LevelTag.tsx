import { LockOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTexts } from "../../lib/i18n";
import { type Level, levelTexts } from "./locale";

// The lock alone is coloured: no colour reads well as a word on its own tint in both light and dark.
const COLOURS = [
  undefined,
  "var(--ant-color-info)",
  "var(--ant-color-warning)",
  "var(--ant-color-error)",
] as const;

/** A level in words; colour only repeats what the word says. */
export function LevelTag({ level }: { level: Level }) {
  const { names } = useTexts(levelTexts);
  return (
    <Tag icon={<LockOutlined aria-hidden />} styles={{ icon: { color: COLOURS[level] } }}>
      {names[level]}
    </Tag>
  );
}
