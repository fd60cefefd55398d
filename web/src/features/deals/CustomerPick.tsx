import { Select } from "antd";
import { useState } from "react";
import { useRested } from "../../lib/debounce";
import { useTexts } from "../../lib/i18n";
import { useFoundCustomers } from "./api";
import { dealTexts } from "./locale";

type Props = { id?: string; value?: string; onChange?: (id: string) => void };

/** Finds a customer by name, telephone or archive number. */
export function CustomerPick(props: Props) {
  const t = useTexts(dealTexts);
  const [typed, setTyped] = useState("");
  const found = useFoundCustomers(useRested(typed.trim(), 200));
  return (
    <Select
      {...props}
      autoFocus
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t.customerHint}
      notFoundContent={null}
      loading={found.isFetching}
      options={(found.data?.hits ?? []).map((hit) => ({
        value: hit.id,
        label: `${hit.name} ${hit.number}`,
      }))}
    />
  );
}
