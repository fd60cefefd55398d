import { Button, Flex, Segmented, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { formatNumber } from "../../lib/numbers";
import { EmptyState, QueryState } from "../../ui/states";
import { useFixRows } from "./api";
import { listsOf } from "./cleaning";
import { locale } from "./locale";
import type { Fate, Fix, FixRow } from "./types";

/** Customer by customer: what stood there, what it becomes, or why not. */
export function FixRows({ fix }: { fix: Fix }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const lists = listsOf(fix);
  const [asked, setAsked] = useState<Fate | undefined>();
  const fate = lists.find((each) => each === asked) ?? lists[0];
  if (!fate) return null;
  // Once it was stopped, nobody will be changed any more.
  const word = (each: Fate) =>
    each === "will_change" && fix.state !== "ready" ? t.stillThere : t.fates[each];
  return (
    <section className="clean-block" aria-label={t.customer}>
      <div className="clean-which">
        <Segmented
          aria-label={t.customer}
          value={fate}
          onChange={setAsked}
          options={lists.map((each) => ({
            value: each,
            label: `${word(each)} ${formatNumber(fix[each], language)}`,
          }))}
        />
      </div>
      {word(fate) === t.fates[fate] && <p className="muted clean-hint">{t.fateHints[fate]}</p>}
      <Listed fix={fix} fate={fate} />
    </section>
  );
}

function Value({ value }: { value: string | null }) {
  const t = useTexts(locale);
  if (value === null || value === "") return <span className="muted">{t.nothing}</span>;
  return <span className="clean-value">{value}</span>;
}

function Pair({ row }: { row: FixRow }) {
  const t = useTexts(locale);
  return (
    <span className="clean-pair">
      <Value value={row.before} />
      <span role="img" aria-label={t.becomes} className="muted">
        →
      </span>
      <b>
        <Value value={row.after} />
      </b>
    </span>
  );
}

/** Why it was left alone; or, of a change, what one should know before it is carried out. */
function Note({ row }: { row: FixRow }) {
  const changes = row.fate === "will_change" || row.fate === "changed";
  return <span className={changes ? "clean-warning" : "muted"}>{row.text}</span>;
}

function Listed({ fix, fate }: { fix: Fix; fate: Fate }) {
  const t = useTexts(locale);
  const phone = usePhone();
  const rows = useFixRows(fix.id, fate, fix.state);
  const columns: ColumnsType<FixRow> = [
    {
      title: t.customer,
      key: "customer",
      width: phone ? undefined : 260,
      render: (_, row) => (
        <>
          {row.customer_id ? (
            <Link to={`/customers/${row.customer_id}`} className="clean-name">
              {row.name || row.number}
            </Link>
          ) : (
            <span className="muted">{t.unseen}</span>
          )}
          {phone && (
            <div>
              <Pair row={row} />
              <div className="small">
                <Note row={row} />
              </div>
            </div>
          )}
        </>
      ),
    },
    { title: t.number, dataIndex: "number", responsive: ["lg"], width: 140 },
    {
      title: t.beforeAfter,
      key: "pair",
      responsive: ["md"],
      render: (_, row) => <Pair row={row} />,
    },
    { title: t.reason, key: "note", responsive: ["md"], render: (_, row) => <Note row={row} /> },
  ];
  const noted = rows.data?.pages.some((page) => page.rows.some((row) => row.text));
  return (
    <QueryState query={rows}>
      {(data) => {
        const all = data.pages
          .flatMap((page) => page.rows)
          .map((row, place) => ({ ...row, key: `${place}` }));
        if (all.length === 0) return <EmptyState title={t.noRows} />;
        return (
          <>
            <Table
              rowKey="key"
              size="small"
              columns={noted ? columns : columns.slice(0, -1)}
              dataSource={all}
              pagination={false}
            />
            {rows.hasNextPage && (
              <Flex justify="center" className="clean-more">
                <Button onClick={() => rows.fetchNextPage()} loading={rows.isFetchingNextPage}>
                  {t.loadMore}
                </Button>
              </Flex>
            )}
          </>
        );
      }}
    </QueryState>
  );
}
