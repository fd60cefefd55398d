import { Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useRested } from "../../lib/debounce";
import { useTexts } from "../../lib/i18n";
import { type Filter, useFoundCustomers, useTransactions } from "./api";
import { KINDS } from "./kinds";
import { texts } from "./locale";

type Put = (part: Partial<Record<keyof Filter, string>>) => void;

/** The list's filter, which stands in the address. */
export function useFilter(): [Filter, Put] {
  const [search, setSearch] = useSearchParams();
  const kind = KINDS.find((each) => each === search.get("kind"));
  const said = (name: "customer" | "since" | "until") => {
    const value = search.get(name);
    return value ? { [name]: value } : {};
  };
  const filter: Filter = {
    ...(kind ? { kind } : {}),
    ...said("customer"),
    ...said("since"),
    ...said("until"),
    ...(search.get("overdue") ? { overdue: true } : {}),
    ...(search.get("open") ? { open: true } : {}),
  };
  const put: Put = (part) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(part)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setSearch(next);
  };
  return [filter, put];
}

/** One customer, found as in the search box; whose name is not known yet says it by its first transaction. */
function CustomerFilter({ filter, put }: { filter: Filter; put: Put }) {
  const t = useTexts(texts);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState("");
  const found = useFoundCustomers(useRested(typed.trim(), 200));
  const { customer } = filter;
  const first = useTransactions({ customer: customer ?? "" }, customer !== undefined);
  const name = first.data?.pages[0]?.rows[0]?.customer_name;
  const options = (found.data?.hits ?? []).map((hit) => ({
    value: hit.id,
    label: `${hit.name} ${hit.number}`,
  }));
  if (customer && !options.some((each) => each.value === customer)) {
    options.unshift({ value: customer, label: chosen || name || "…" });
  }
  return (
    <Select
      aria-label={t.customerHint}
      placeholder={t.customerHint}
      className="deal-customer"
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      notFoundContent={null}
      loading={found.isFetching}
      value={customer ?? null}
      onChange={(id: string | undefined) => {
        setChosen(options.find((each) => each.value === id)?.label ?? "");
        put({ customer: id ?? "" });
      }}
      options={options}
    />
  );
}

/** What the list is to hold. */
export function FilterTools({ filter, put }: { filter: Filter; put: Put }) {
  const t = useTexts(texts);
  const ofInvoices = filter.overdue === true || filter.open === true;
  return (
    <div className="deal-tools">
      <CustomerFilter key={filter.customer ?? ""} filter={filter} put={put} />
      <Select
        aria-label={t.kind}
        value={ofInvoices ? "" : (filter.kind ?? "")}
        disabled={ofInvoices}
        onChange={(kind) => put({ kind })}
        popupMatchSelectWidth={false}
        options={[
          { value: "", label: t.allKinds },
          ...KINDS.map((value) => ({ value, label: t.kinds[value] })),
        ]}
      />
      {(["since", "until"] as const).map((name) => (
        <span key={name} className="deal-day">
          <span className="muted small">{t[name]}</span>
          <Input
            type="date"
            aria-label={t[name]}
            value={filter[name] ?? ""}
            onChange={(event) => put({ [name]: event.target.value })}
          />
        </span>
      ))}
      <Checkbox
        checked={filter.open === true}
        onChange={(event) => put({ open: event.target.checked ? "1" : "", kind: "" })}
      >
        {t.onlyOpen}
      </Checkbox>
      <Checkbox
        checked={filter.overdue === true}
        onChange={(event) => put({ overdue: event.target.checked ? "1" : "", kind: "" })}
      >
        {t.onlyOverdue}
      </Checkbox>
    </div>
  );
}
