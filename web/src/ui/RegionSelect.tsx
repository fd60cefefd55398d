import { Select } from "antd";
import { useLanguage } from "../lib/i18n";
import { PROVINCES } from "./regions";

type Props = {
  id?: string;
  value?: string;
  onChange?: (code: string) => void;
  "aria-label"?: string;
};

/** Picks a province by name or code. */
export function RegionSelect({ value, onChange, ...rest }: Props) {
  const english = useLanguage() === "en";
  return (
    <Select
      showSearch={{
        filterOption: (typed, option) =>
          `${option?.search}`.toLowerCase().includes(typed.trim().toLowerCase()),
      }}
      options={PROVINCES.map(([code, zh, en]) => ({
        value: code,
        label: english ? en : zh,
        search: `${code}${zh}${en}`,
      }))}
      value={value || undefined}
      onChange={onChange}
      style={{ minWidth: 160, width: "100%" }}
      {...rest}
    />
  );
}
