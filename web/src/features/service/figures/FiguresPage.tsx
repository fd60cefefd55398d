import { Select, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { components } from "../../../api/schema";
import { useCan } from "../../../api/session";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { formatNumber } from "../../../lib/numbers";
import { PageHeader } from "../../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../../ui/states";
import { useFigures } from "../api";
import { useSpan } from "../Bits";
import { serviceTexts } from "../locale";
import { VIEW } from "../rights";
import { figureTexts } from "./locale";
import "../service.css";

type Now = components["schemas"]["ServiceNow"];
type Month = components["schemas"]["ServiceMonth"];
type Reason = components["schemas"]["ServiceReason"];

const PERIODS = [3, 6, 12, 24] as const;
const LISTS: readonly { figure: keyof Now; to?: string; bad?: boolean }[] = [
  { figure: "open", to: "/service?whose=all" },
  { figure: "overdue", to: "/service?whose=all&state=overdue", bad: true },
  { figure: "unassigned" },
  { figure: "waiting", to: "/service?whose=all&state=waiting" },
  { figure: "improvements", to: "/service/improvements" },
  { figure: "improvements_overdue", to: "/service/improvements?state=overdue", bad: true },
];

function Standing({ now }: { now: Now }) {
  const t = useTexts(figureTexts);
  const language = useLanguage();
  return (
    <ul className="case-now">
      {LISTS.map(({ figure, to, bad }) => {
        const told = (
          <>
            <strong className={bad && now[figure] > 0 ? "case-late" : ""}>
              {formatNumber(now[figure], language)}
            </strong>
            <span className="muted">{t.now[figure]}</span>
          </>
        );
        return (
          <li key={figure}>
            {to ? (
              <Link to={to} className="plain">
                {told}
              </Link>
            ) : (
              told
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** 202611 as people name a month. */
function monthName(month: number, language: string): string {
  const at = new Date(Date.UTC(Math.floor(month / 100), (month % 100) - 1, 15));
  return new Intl.DateTimeFormat(language, { year: "numeric", month: "short" }).format(at);
}

/** Working time: hours with a half, or minutes. */
function Took({ minutes }: { minutes: number | null }) {
  const span = useSpan();
  if (minutes === null) return <span className="muted">–</span>;
  return minutes < 60
    ? span({ unit: "minutes", value: minutes })
    : span({ unit: "hours", value: Math.round(minutes / 6) / 10 });
}

function Count({ value, bad }: { value: number; bad?: boolean }) {
  return <span className={value === 0 ? "muted" : bad ? "case-late" : ""}>{value}</span>;
}

function Months({ rows }: { rows: Month[] }) {
  const t = useTexts(figureTexts);
  const s = useTexts(serviceTexts);
  const language = useLanguage();
  const number = { align: "right" as const, className: "num" };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section className="case-months-table" aria-label={t.months} tabIndex={0}>
      <Table<Month>
        size="small"
        pagination={false}
        rowKey={(row) => `${row.month} ${row.kind}`}
        dataSource={rows}
        columns={[
          {
            title: t.month,
            key: "month",
            render: (_, row) => monthName(row.month, language),
            onCell: (row, index = 0) => {
              const first = rows[index - 1]?.month !== row.month;
              const many = rows.filter(({ month }) => month === row.month).length;
              return { rowSpan: first ? many : 0 };
            },
          },
          { title: s.kind, key: "kind", render: (_, row) => s.kinds[row.kind] },
          {
            ...number,
            title: t.opened,
            key: "opened",
            render: (_, row) => <Count value={row.opened} />,
          },
          {
            ...number,
            title: t.solvedCount,
            key: "solved",
            render: (_, row) => <Count value={row.solved} />,
          },
          {
            ...number,
            title: t.answeredLate,
            key: "answered_late",
            render: (_, row) => <Count value={row.answered_late} bad />,
          },
          {
            ...number,
            title: t.solvedLate,
            key: "solved_late",
            render: (_, row) => <Count value={row.solved_late} bad />,
          },
          {
            ...number,
            title: t.answerTime,
            key: "answer",
            render: (_, row) => <Took minutes={row.answer_minutes} />,
          },
          {
            ...number,
            title: t.solveTime,
            key: "solve",
            render: (_, row) => <Took minutes={row.solve_minutes} />,
          },
          {
            ...number,
            title: t.satisfied,
            key: "satisfaction",
            render: (_, row) =>
              row.satisfaction === null ? (
                <span className="muted">–</span>
              ) : (
                <span title={t.ratings(row.rated)}>{s.outOf(row.satisfaction.toFixed(1))}</span>
              ),
          },
        ]}
      />
    </section>
  );
}

/** Why cases were closed, and how satisfied those customers are. */
function Reasons({ rows }: { rows: Reason[] }) {
  const t = useTexts(figureTexts);
  const s = useTexts(serviceTexts);
  if (rows.length === 0) return null;
  return (
    <section className="section case-reasons" aria-label={t.reasons}>
      <h2>{t.reasons}</h2>
      <Table<Reason>
        size="small"
        pagination={false}
        rowKey="code"
        dataSource={rows}
        columns={[
          { title: s.reason, dataIndex: "label" },
          { title: t.closedCount, dataIndex: "closed", align: "right", className: "num" },
          {
            title: t.satisfied,
            key: "satisfaction",
            align: "right",
            className: "num",
            render: (_, { satisfaction }) =>
              satisfaction === null ? (
                <span className="muted">–</span>
              ) : (
                s.outOf(satisfaction.toFixed(1))
              ),
          },
        ]}
      />
    </section>
  );
}

function Figures() {
  const t = useTexts(figureTexts);
  const [months, setMonths] = useState<number>(6);
  const found = useFigures(months);
  return (
    <>
      <PageHeader title={t.figures} note={t.figuresNote} />
      <QueryState query={found}>
        {(figures) => (
          <>
            <Standing now={figures.now} />
            <section className="section case-months" aria-label={t.months}>
              <h2>
                {t.months}
                <Select<number>
                  size="small"
                  aria-label={t.period}
                  value={months}
                  onChange={setMonths}
                  popupMatchSelectWidth={false}
                  options={PERIODS.map((value) => ({ value, label: t.monthsChoice(value) }))}
                />
              </h2>
              {figures.months.length === 0 ? (
                <EmptyState title={t.noMonths} />
              ) : (
                <Months rows={figures.months} />
              )}
            </section>
            <Reasons rows={figures.reasons} />
          </>
        )}
      </QueryState>
    </>
  );
}

/** What is open and late now, and how the last months went. */
export function FiguresPage() {
  return useCan()(VIEW) ? <Figures /> : <NoPermission />;
}
