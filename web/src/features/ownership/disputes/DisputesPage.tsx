import { Button, Segmented, Table, type TableColumnsType } from "antd";
import { Link, useSearchParams } from "react-router";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { PageHeader } from "../../../ui/PageHeader";
import { RelativeTime } from "../../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../../ui/states";
import { type Dispute, type State, useDisputes } from "./api";
import { disputeTexts } from "./locale";
import "../ownership.css";

const STATES: readonly State[] = ["open", "decided", "withdrawn"];

function useColumns(state: State): TableColumnsType<Dispute> {
  const t = useTexts(disputeTexts);
  const list = new Intl.ListFormat(useLanguage(), { type: "conjunction" });
  const columns: TableColumnsType<Dispute> = [
    {
      title: t.customer,
      key: "customer",
      render: (_, row) => (
        <>
          <Link to={`/pools/disputes/${row.id}`} className="plain">
            <strong>{row.name ?? row.number}</strong>
          </Link>{" "}
          {row.name && <span className="muted small num">{row.number}</span>}
        </>
      ),
    },
    {
      title: t.parties,
      key: "parties",
      render: (_, row) => list.format(row.parties.map((person) => person.name)),
    },
    {
      title: t.raisedBy,
      key: "by",
      responsive: ["md"],
      render: (_, row) => row.raised_by?.name ?? t.unknown,
    },
    {
      title: t.raisedAt,
      key: "at",
      responsive: ["md"],
      render: (_, row) => <RelativeTime at={row.raised_at} />,
    },
  ];
  if (state === "decided") {
    columns.push({
      title: t.outcome,
      key: "outcome",
      render: (_, row) => row.awarded_to?.name ?? t.unknown,
    });
  }
  return columns;
}

/** The disputes one has a part in or may decide. */
export function DisputesPage() {
  const t = useTexts(disputeTexts);
  const phone = usePhone();
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((each) => each === search.get("state")) ?? "open";
  const disputes = useDisputes(state);
  const columns = useColumns(state);
  return (
    <>
      <PageHeader title={t.title} note={t.hint}>
        <Segmented
          className="pool-which"
          aria-label={t.title}
          value={state}
          onChange={(value) => setSearch(value === "open" ? {} : { state: value })}
          options={STATES.map((value) => ({ value, label: t.states[value] }))}
        />
      </PageHeader>
      <QueryState query={disputes}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <EmptyState title={t.none[state]} hint={t.noneHint} />;
          return (
            <section aria-label={t.list}>
              <Table
                rowKey="id"
                size={phone ? "small" : "middle"}
                dataSource={rows}
                columns={columns}
                pagination={false}
              />
              {disputes.hasNextPage && (
                <Button onClick={() => disputes.fetchNextPage()}>{t.more}</Button>
              )}
            </section>
          );
        }}
      </QueryState>
    </>
  );
}
