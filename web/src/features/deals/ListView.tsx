import { Segmented, Select } from "antd";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { EmptyState } from "../../ui/states";
import type { Column } from "../../ui/VirtualTable";
import { type Listed, type Stage, type State, useOpportunities, type Which } from "./api";
import { CardMenu } from "./CardMenu";
import { Expected } from "./DealCard";
import { dealTexts } from "./locale";
import { money } from "./money";
import { RowList } from "./RowList";
import type { Deeds } from "./useDeeds";
import { monthName, stageName, titleOf } from "./words";

type Props = {
  which: Which;
  deeds: Deeds<Listed>;
  onOpen: (row: Listed) => void;
  onPut: (part: Record<string, string>) => void;
};

function Tools({ which, stages, onPut }: Pick<Props, "which" | "onPut"> & { stages: Stage[] }) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const { month } = which;
  const named = month === "overdue" || month === "later" ? t.months[month] : "";
  return (
    <div className="deal-tools">
      <Segmented<State>
        aria-label={t.stateLabel}
        value={which.state}
        onChange={(state) => onPut({ state: state === "open" ? "" : state })}
        options={(["open", "won", "lost"] as const).map((value) => ({
          value,
          label: t.states[value],
        }))}
      />
      <Select
        aria-label={t.stage}
        value={which.stage}
        popupMatchSelectWidth={false}
        onChange={(stage) => onPut({ stage })}
        options={[
          { value: "", label: t.anyStage },
          ...stages.map((stage) => ({ value: stage.id, label: stageName(stage, language) })),
        ]}
      />
      {month && (
        <Select
          aria-label={t.month}
          value={month}
          popupMatchSelectWidth={false}
          onChange={(value) => onPut({ month: value })}
          options={[
            { value: month, label: named || monthName(month, language) },
            { value: "", label: t.anyMonth },
          ]}
        />
      )}
    </div>
  );
}

function useColumns(stages: Stage[], deeds: Deeds<Listed>, onOpen: Props["onOpen"]) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const nameOf = (id: string) =>
    stageName(
      stages.find((stage) => stage.id === id),
      language,
    );
  const columns: Column<Listed>[] = [
    {
      key: "title",
      title: t.name,
      width: 240,
      render: (row) => (
        <button type="button" className="deal-title" onClick={() => onOpen(row)}>
          {titleOf(row, t.unreadable)}
        </button>
      ),
    },
    {
      key: "customer",
      title: t.customer,
      width: 220,
      render: (row) => (
        <Link to={`/customers/${row.customer_id}`} className="plain">
          {row.customer_name}
        </Link>
      ),
    },
    {
      key: "amount",
      title: t.amount,
      width: 130,
      align: "right",
      render: (row) => money(row.amount, row.currency, language),
    },
    { key: "stage", title: t.stage, width: 110, render: (row) => nameOf(row.stage_id) },
    {
      key: "probability",
      title: t.probability,
      width: 70,
      align: "right",
      render: (row) => `${row.probability}%`,
    },
    {
      key: "expected",
      title: t.expectedOn,
      width: 120,
      render: (row) =>
        row.state === "open" ? <Expected day={row.expected_on} /> : row.ended_at?.slice(0, 10),
    },
    { key: "owner", title: t.owner, width: 100, render: (row) => row.owner?.name ?? "" },
    {
      key: "menu",
      title: "",
      width: 48,
      render: (row) => row.editable && <CardMenu card={row} stages={stages} deeds={deeds} />,
    },
  ];
  return { columns, nameOf };
}

/** Opportunities row by row: the open ones by the expected day, ended ones the latest first. */
export function ListView({ which, deeds, onOpen, onPut }: Props) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const list = useOpportunities(which);
  const first = list.data?.pages[0];
  const { columns, nameOf } = useColumns(first?.stages ?? [], deeds, onOpen);
  const card = (row: Listed) => (
    <div className="deal-row-card">
      <strong>{titleOf(row, t.unreadable)}</strong>
      <span className="muted small">{row.customer_name}</span>
      <span className="deal-facts small">
        <strong className="num">{money(row.amount, row.currency, language)}</strong>
        {nameOf(row.stage_id)}
        {row.state === "open" && <Expected day={row.expected_on} />}
      </span>
    </div>
  );
  return (
    <div className="deal-list">
      <Tools which={which} stages={first?.stages ?? []} onPut={onPut} />
      <RowList
        list={list}
        texts={t}
        columns={columns}
        card={card}
        empty={<EmptyState title={t.nothingFound} />}
        onOpen={onOpen}
      />
    </div>
  );
}
