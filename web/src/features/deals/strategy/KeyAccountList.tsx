import { useCallback } from "react";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { formatNumber } from "../../../lib/numbers";
import { EmptyState, QueryState } from "../../../ui/states";
import { type Column, VirtualTable } from "../../../ui/VirtualTable";
import type { Cut } from "../api";
import { type Plan, useKeyAccounts } from "./api";
import { strategyTexts } from "./locale";
import { told } from "./words";

type Open = (row: Plan) => void;

/** The gravest cause for concern, and how many more there are. */
function Gravest({ row }: { row: Plan }) {
  const t = useTexts(strategyTexts);
  const language = useLanguage();
  const [first, ...rest] = row.signals;
  if (!first) return <span className="muted">{t.noRisks}</span>;
  return (
    <span className="project-next">
      <span className="deal-late">{told(first, t, language)}</span>{" "}
      {rest.length > 0 && <span className="muted">{t.more(rest.length)}</span>}
    </span>
  );
}

/** When the strategy is looked at again; a day that has passed stands out. */
function ReviewDay({ row }: { row: Plan }) {
  const late = row.signals.some((each) => each.cause === "review_due");
  return <span className={late ? "deal-late" : undefined}>{row.review_on}</span>;
}

function useColumns(onOpen: Open): Column<Plan>[] {
  const t = useTexts(strategyTexts);
  return [
    {
      key: "customer",
      title: t.customer,
      width: 250,
      render: (row) => (
        <button type="button" className="deal-title" onClick={() => onOpen(row)}>
          {row.customer_name}
        </button>
      ),
    },
    { key: "risks", title: t.risks, width: 380, render: (row) => <Gravest row={row} /> },
    { key: "review", title: t.reviewOn, width: 110, render: (row) => <ReviewDay row={row} /> },
    { key: "owner", title: t.owner, width: 100, render: (row) => row.owner?.name ?? "" },
    {
      key: "page",
      title: t.archive,
      width: 130,
      render: (row) => (
        <Link to={`/customers/${row.customer_id}`} className="num">
          {row.customer_number}
        </Link>
      ),
    },
  ];
}

/** Key accounts row by row, by when their strategy is looked at again. */
export function KeyAccountList({ cut, onOpen }: { cut: Cut; onOpen: Open }) {
  const t = useTexts(strategyTexts);
  const language = useLanguage();
  const phone = usePhone();
  const list = useKeyAccounts(cut);
  const { fetchNextPage, isFetchingNextPage } = list;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = list.data?.pages[0]?.count;
  const columns = useColumns(onOpen);
  const card = (row: Plan) => (
    <div className="deal-row-card">
      <strong>{row.customer_name}</strong>
      <Gravest row={row} />
      <span className="muted small">
        {t.reviewOn} <ReviewDay row={row} /> · {row.owner?.name}
      </span>
    </div>
  );
  const counted = count && `${formatNumber(count.value, language)}${count.capped ? "+" : ""}`;
  return (
    <div className="deal-list">
      <QueryState query={list}>
        {() =>
          rows.length === 0 ? (
            <EmptyState title={t.nothing} hint={t.nothingHint} />
          ) : (
            <VirtualTable
              label={t.title}
              rows={rows}
              rowKey={(row) => row.id}
              columns={columns}
              renderCard={phone ? card : undefined}
              rowHeight={phone ? 96 : 42}
              active={-1}
              onOpen={onOpen}
              onEnd={list.hasNextPage ? more : undefined}
              footer={isFetchingNextPage ? t.loadingMore : counted && t.count(counted)}
            />
          )
        }
      </QueryState>
    </div>
  );
}
