import { Checkbox, Skeleton } from "antd";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { useFields } from "../../../api/fields";
import { RIGHTS } from "../../../api/rights";
import { useCan, useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { useKeys } from "../../../lib/keyboard";
import { usePhone } from "../../../lib/media";
import { preferences } from "../../../lib/preferences";
import { useStore } from "../../../lib/store";
import { type Column, VirtualTable } from "../../../ui/VirtualTable";
import type { CustomerRow } from "../types";
import { CustomerCard } from "./CustomerCard";
import { tableColumns } from "./columns";
import type { ListState } from "./filters";
import { listTexts } from "./locale";

type Props = {
  rows: CustomerRow[];
  state: ListState;
  onSort: (sort: string) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
};

function useListKeys(rows: CustomerRow[], toggle: ((id: string) => void) | null) {
  const t = useTexts(listTexts);
  const navigate = useNavigate();
  const [active, setActive] = useState(-1);
  const group = t.keysGroup;
  const row = rows[active];
  const step = (by: number) => () =>
    setActive((now) => Math.min(Math.max(now + by, 0), rows.length - 1));
  const open = (hash = "") => row && navigate(`/customers/${row.id}${hash}`);
  useKeys([
    { keys: "j", label: t.next, group, run: step(1) },
    { keys: "k", label: t.previous, group, run: step(-1) },
    { keys: "Enter", label: t.open, group, run: () => open() },
    { keys: "e", label: t.edit, group, run: () => open("?edit=1") },
    ...(toggle ? [{ keys: "x", label: t.select, group, run: () => row && toggle(row.id) }] : []),
  ]);
  return { active, setActive };
}

export function CustomerTable(props: Props) {
  const { rows, state, selected, onSelect, onMore } = props;
  const t = useTexts(listTexts);
  const navigate = useNavigate();
  const phone = usePhone();
  const compact = useStore(preferences).density === "compact";
  const bulk = useCan()(RIGHTS.bulk);
  const { clearance } = useMe();
  const { data: register } = useFields();
  const toggle = useCallback(
    (id: string) => {
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      onSelect(next);
    },
    [selected, onSelect],
  );
  const { active, setActive } = useListKeys(rows, bulk ? toggle : null);
  const all = rows.length > 0 && rows.every((row) => selected.has(row.id));
  const check: Column<CustomerRow> = {
    key: "check",
    width: 40,
    title: (
      <Checkbox
        aria-label={t.selectAll}
        checked={all}
        indeterminate={!all && selected.size > 0}
        onChange={() => onSelect(all ? new Set() : new Set(rows.map((row) => row.id)))}
      />
    ),
    render: (row) => (
      <Checkbox
        aria-label={t.selectRow(row.name)}
        checked={selected.has(row.id)}
        onChange={() => toggle(row.id)}
      />
    ),
  };
  const sorting = { sort: state.sort, onSort: props.onSort };
  const columns = tableColumns(state.columns, register?.fields ?? [], t, sorting, clearance > 0);
  return (
    <VirtualTable
      label={t.tableLabel}
      rows={rows}
      rowKey={(row) => row.id}
      columns={bulk ? [check, ...columns] : columns}
      renderCard={phone ? (row) => <CustomerCard row={row} /> : undefined}
      rowHeight={phone ? 76 : compact ? 36 : 46}
      active={active}
      isSelected={(row) => selected.has(row.id)}
      onOpen={(row, index) => {
        setActive(index);
        navigate(`/customers/${row.id}`);
      }}
      onEnd={props.hasMore ? onMore : undefined}
      footer={props.loadingMore ? t.loadingMore : props.hasMore ? null : t.end}
    />
  );
}

export function TableSkeleton() {
  return (
    <div className="list-skeleton">
      <Skeleton active title={false} paragraph={{ rows: 12, width: "100%" }} />
    </div>
  );
}
