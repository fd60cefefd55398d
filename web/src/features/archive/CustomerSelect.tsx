import { Select } from "antd";
import { useState } from "react";
import { useRested } from "../../lib/debounce";
import { useTexts } from "../../lib/i18n";
import { useSearch } from "./api";
import { searchTexts } from "./search/locale";

type Props = {
  id?: string;
  value?: string;
  name?: string;
  onChange?: (id: string) => void;
  autoFocus?: boolean;
};

/** Picks another customer by searching as in the search box. */
export function CustomerSelect({ name, value, ...rest }: Props) {
  const t = useTexts(searchTexts);
  const [typed, setTyped] = useState("");
  const search = useSearch(useRested(typed.trim(), 200));
  const options = (search.data?.hits ?? []).map((hit) => ({
    value: hit.id,
    label: `${hit.name} ${hit.number}`,
  }));
  if (value && name && !options.some((each) => each.value === value)) {
    options.unshift({ value, label: name });
  }
  return (
    <Select
      {...rest}
      value={value || undefined}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t.short}
      notFoundContent={typed ? <span className="muted small">{t.none}</span> : null}
      loading={search.isFetching}
      options={options}
    />
  );
}
