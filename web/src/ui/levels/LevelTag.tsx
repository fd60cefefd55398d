import { LockOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTexts } from "../../lib/i18n";
import { type Level, levelTexts } from "./locale";

const COLOURS = [undefined, "blue", "orange", "red"] as const;

/** A level in words; colour only repeats what the word says. */
export function LevelTag({ level }: { level: Level }) {
  const { names } = useTexts(levelTexts);
  return (
    <Tag color={COLOURS[level]} icon={<LockOutlined aria-hidden />}>
      {names[level]}
    </Tag>
  );
}
