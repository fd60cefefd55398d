import { Checkbox, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../lib/i18n";
import { common } from "./locale";
import "./CheckList.css";

type Props = {
  label: string;
  options: { value: string; label: string }[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  autoFocus?: boolean;
};

/** A list to tick, with a search box once it is long: nothing pops up over the button below it. */
export function CheckList({ label, options, value, onChange, autoFocus }: Props) {
  const t = useTexts(common);
  const [typed, setTyped] = useState("");
  const shown = options.filter((each) =>
    each.label.toLowerCase().includes(typed.trim().toLowerCase()),
  );
  const toggle = (code: string, on: boolean) =>
    onChange(on ? [...value, code] : value.filter((each) => each !== code));
  return (
    <fieldset className="checklist">
      <legend className="visually-hidden">{label}</legend>
      {options.length > 8 && (
        <Input
          allowClear
          autoFocus={autoFocus}
          placeholder={t.search}
          aria-label={`${t.search} ${label}`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {options.length === 0 && <span className="muted">{t.nothingHere}</span>}
      <div className="checklist-rows">
        {shown.map((each) => (
          <Checkbox
            key={each.value}
            checked={value.includes(each.value)}
            onChange={(event) => toggle(each.value, event.target.checked)}
          >
            {each.label}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
