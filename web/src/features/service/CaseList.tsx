import { useCallback, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { useKeys } from "../../lib/keyboard";
import { usePhone } from "../../lib/media";
import { formatNumber } from "../../lib/numbers";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Column, VirtualTable } from "../../ui/VirtualTable";
import { type Listed, useCases, type Which } from "./api";
import { Due, PriorityTag, StateTag, Where } from "./Bits";
import { serviceTexts } from "./locale";

const address = (row: Listed) => `/service/cases/${row.id}`;

/** When it is due; of an ended one, since when it is. */
function When({ row }: { row: Listed }) {
  const ended = row.closed_at ?? row.solved_at;
  return ended ? <RelativeTime at={ended} /> : <Due row={row} />;
}

function Title({ row }: { row: Listed }) {
  const t = useTexts(serviceTexts);
  return (
    <Link to={address(row)} className="plain case-title">
      {row.title ?? <span className="muted">{t.unreadable}</span>}
    </Link>
  );
}

function Card({ row }: { row: Listed }) {
  const t = useTexts(serviceTexts);
  return (
    <div className="case-card">
      <Title row={row} />
      <span className="small case-one-line">
        {row.customer_name}
        <span className="muted"> · {t.kinds[row.kind]} · </span>
        <Where row={row} />
      </span>
      <span className="small case-marks">
        <StateTag state={row.state} />
        <PriorityTag priority={row.priority} />
        <When row={row} />
      </span>
    </div>
  );
}

function useColumns(): Column<Listed>[] {
  const t = useTexts(serviceTexts);
  return [
    {
      key: "number",
      title: t.number,
      width: 136,
      render: (row) => <span className="muted">{row.number}</span>,
    },
    { key: "title", title: t.subject, width: 280, render: (row) => <Title row={row} /> },
    {
      key: "customer",
      title: t.customer,
      width: 190,
      render: (row) => (
        <Link to={`/customers/${row.customer_id}`} className="plain">
          {row.customer_name}
        </Link>
      ),
    },
    {
      key: "kind",
      title: t.kind,
      width: 128,
      render: (row) => (
        <>
          {t.kinds[row.kind]} <PriorityTag priority={row.priority} />
        </>
      ),
    },
    { key: "state", title: t.state, width: 96, render: (row) => <StateTag state={row.state} /> },
    { key: "where", title: t.assignee, width: 110, render: (row) => <Where row={row} /> },
    { key: "due", title: t.due, width: 176, render: (row) => <When row={row} /> },
  ];
}

function useRows(rows: Listed[]) {
  const t = useTexts(serviceTexts);
  const navigate = useNavigate();
  const [active, setActive] = useState(-1);
  const step = (by: number) => () => setActive(Math.max(0, Math.min(rows.length - 1, active + by)));
  const row = rows[active];
  const open = (to: Listed) => navigate(address(to));
  useKeys([
    { keys: "j", label: t.next, group: t.keysGroup, run: step(1) },
    { keys: "k", label: t.previous, group: t.keysGroup, run: step(-1) },
    { keys: "Enter", label: t.openRow, group: t.keysGroup, run: () => row && open(row) },
  ]);
  return { active, open };
}

/** Cases row by row: open ones by what is due, ended ones the latest first. */
export function CaseList({ which }: { which: Which }) {
  const t = useTexts(serviceTexts);
  const language = useLanguage();
  const phone = usePhone();
  const list = useCases(which);
  const { fetchNextPage, isFetchingNextPage } = list;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = list.data?.pages[0]?.count;
  const columns = useColumns();
  const { active, open } = useRows(rows);
  const usual = which.state === "open" && !which.kind && !which.queue && !which.number;
  return (
    <QueryState query={list}>
      {() =>
        rows.length === 0 ? (
          <EmptyState
            title={usual ? t.nothing[which.whose] : t.nothingFound}
            hint={usual ? t.nothingHint : undefined}
          />
        ) : (
          <VirtualTable
            label={t.title}
            rows={rows}
            rowKey={(row) => row.id}
            columns={columns}
            renderCard={phone ? (row) => <Card row={row} /> : undefined}
            rowHeight={phone ? 96 : 42}
            active={active}
            onOpen={open}
            onEnd={list.hasNextPage ? more : undefined}
            footer={
              isFetchingNextPage
                ? t.loadingMore
                : count &&
                  t.count(`${formatNumber(count.value, language)}${count.capped ? "+" : ""}`)
            }
          />
        )
      }
    </QueryState>
  );
}
