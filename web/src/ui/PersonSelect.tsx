import { Select } from "antd";
import { useState } from "react";
import { usePeople } from "../api/directory";
import { useRested } from "../lib/debounce";
import { useTexts } from "../lib/i18n";
import { common } from "./locale";

type Props = {
  id?: string;
  value?: string | null;
  /** Shown for `value` before the directory has answered. */
  name?: string;
  onChange?: (id: string | null, name: string) => void;
  allowClear?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  placeholder?: string;
  "aria-label"?: string;
};

/** Picks one colleague from the directory by typing. */
export function PersonSelect({ value, name, onChange, ...rest }: Props) {
  const t = useTexts(common);
  const [typed, setTyped] = useState("");
  const people = usePeople(useRested(typed, 200));
  const options = (people.data ?? []).map((person) => ({
    value: person.id,
    label: person.name,
    department: person.department?.name ?? "",
  }));
  if (value && name && !options.some((each) => each.value === value)) {
    options.unshift({ value, label: name, department: "" });
  }
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t.pickPerson}
      // In a form the label beside it names it.
      aria-label={rest.id ? undefined : t.pickPerson}
      loading={people.isFetching}
      options={options}
      optionRender={({ data }) => (
        <>
          {data.label} <span className="muted">{data.department}</span>
        </>
      )}
      value={value ?? undefined}
      onChange={(id: string | undefined, option) =>
        onChange?.(id ?? null, option && !Array.isArray(option) ? option.label : "")
      }
      style={{ minWidth: 160, width: "100%" }}
      {...rest}
    />
  );
}
