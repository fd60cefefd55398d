import { Button, Checkbox, Flex, Segmented, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link, useSearchParams } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { type Receivables, useReceivables } from "./api";
import { Money } from "./Bits";
import { texts } from "./locale";
import { some } from "./money";
import "./commerce.css";

// In the order of the server's amounts.
const AGES = ["notDue", "upTo30", "upTo60", "upTo90", "longer"] as const;

type Row = Receivables["rows"][number];
type Total = Receivables["totals"][number];

function Totals({ total }: { total: Total }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { currency } = total;
  return (
    <section className="owing-totals" aria-label={t.sums}>
      <div className="owing-total">
        <span className="muted small">
          {t.balance} · {t.owingCustomers(formatNumber(total.customers, language))}
        </span>
        <strong>
          <Money amount={total.open} currency={currency} />
        </strong>
      </div>
      {AGES.map((age, index) => {
        const amount = total.ages[index] ?? "";
        return (
          <div key={age} className="owing-total">
            <span className="muted small">{t.ages[age]}</span>
            <span className={age !== "notDue" && some(amount) ? "standing-late" : undefined}>
              <Money amount={amount} currency={currency} />
            </span>
          </div>
        );
      })}
    </section>
  );
}

function useColumns(currency: string): ColumnsType<Row> {
  const t = useTexts(texts);
  const shown = (amount: string) =>
    some(amount) ? <Money amount={amount} currency={currency} /> : <span className="muted">–</span>;
  return [
    {
      title: t.customer,
      render: (_, row) => (
        <Link to={`/customers/${row.customer_id}`}>{row.customer_name || row.customer_number}</Link>
      ),
    },
    {
      title: t.balance,
      align: "right",
      render: (_, row) => (
        <>
          <Link to={`/transactions?customer=${row.customer_id}&open=1`}>{shown(row.open)}</Link>
          {some(row.loose) && (
            <div className="muted small">
              {t.loose} {shown(row.loose)}
            </div>
          )}
        </>
      ),
    },
    {
      title: t.overdue,
      align: "right",
      render: (_, row) => (
        <>
          <span className={some(row.overdue) ? "standing-late" : undefined}>
            {shown(row.overdue)}
          </span>
          {row.overdue_days > 0 && (
            <div className="muted small">{t.overdueDays(row.overdue_days)}</div>
          )}
        </>
      ),
    },
    ...AGES.map((age, index) => ({
      title: t.ages[age],
      align: "right" as const,
      responsive: ["lg" as const],
      render: (_: unknown, row: Row) => shown(row.ages[index] ?? ""),
    })),
  ];
}

function Rows({
  pages,
  query,
}: {
  pages: Receivables[];
  query: ReturnType<typeof useReceivables>;
}) {
  const t = useTexts(texts);
  const rows = pages.flatMap((page) => page.rows);
  const columns = useColumns(pages[0]?.currency ?? "CNY");
  return (
    <>
      <Table
        rowKey="customer_id"
        size="middle"
        columns={columns}
        dataSource={rows}
        pagination={false}
      />
      {query.hasNextPage && (
        <Flex justify="center" className="more-row">
          <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t.more}
          </Button>
        </Flex>
      )}
    </>
  );
}

/** Who owes what, by how long it has been due, the most overdue first. */
export function ReceivablesPage() {
  const t = useTexts(texts);
  const [search, setSearch] = useSearchParams();
  const overdue = search.get("overdue") === "1";
  const query = useReceivables(search.get("currency") ?? "", overdue);
  const put = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next);
  };
  const first = query.data?.pages[0];
  const total = first?.totals.find((each) => each.currency === first.currency);
  return (
    <>
      <PageHeader title={t.receivables} note={t.receivablesNote}>
        <div className="deal-tools">
          {first && first.totals.length > 1 && (
            <Segmented
              aria-label={t.currency}
              value={first.currency}
              onChange={(currency) => put("currency", currency)}
              options={first.totals.map((each) => each.currency)}
            />
          )}
          <Checkbox
            checked={overdue}
            onChange={(event) => put("overdue", event.target.checked ? "1" : "")}
          >
            {t.onlyOverdue}
          </Checkbox>
        </div>
      </PageHeader>
      <QueryState query={query}>
        {({ pages }) => (
          <>
            {total && <Totals total={total} />}
            {pages[0]?.rows.length ? (
              <Rows pages={pages} query={query} />
            ) : (
              <EmptyState title={overdue ? t.noneOverdue : t.nobodyOwes} hint={t.nobodyOwesHint} />
            )}
          </>
        )}
      </QueryState>
    </>
  );
}
