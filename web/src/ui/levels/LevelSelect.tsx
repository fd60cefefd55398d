import { Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { type Level, levelTexts } from "./locale";

const LEVELS: Level[] = [0, 1, 2, 3];

type Props = {
  id?: string;
  value?: Level;
  onChange?: (level: Level) => void;
  /** The highest that may be chosen. */
  most?: Level;
  loading?: boolean;
  disabled?: boolean;
  "aria-label"?: string;
};

/** One of the four levels. */
export function LevelSelect({ most = 3, ...rest }: Props) {
  const { names } = useTexts(levelTexts);
  const options = LEVELS.map((value) => ({ label: names[value], value, disabled: value > most }));
  return <Select<Level> style={{ minWidth: 160 }} options={options} {...rest} />;
}
