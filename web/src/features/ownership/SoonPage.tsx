import { Segmented, Table, type TableColumnsType, Tag } from "antd";
import { Link, useSearchParams } from "react-router";
import { useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { PageHeader } from "../../ui/PageHeader";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Soon, useSoon, type Whose } from "./api";
import { ownershipTexts } from "./locale";
import "./ownership.css";

/** Whom one is about to lose, the next ones first. */
export function SoonPage() {
  const t = useTexts(ownershipTexts);
  const phone = usePhone();
  const leads = useMe().scope !== "own";
  const [search, setSearch] = useSearchParams();
  const whose: Whose = leads && search.get("whose") === "team" ? "team" : "mine";
  const soon = useSoon(whose);
  const columns: TableColumnsType<Soon> = [
    {
      title: t.name,
      key: "name",
      render: (_, row) => (
        <>
          <Link to={`/customers/${row.id}`} className="plain">
            <strong>{row.name ?? row.number}</strong>
          </Link>{" "}
          <span className="muted small num">{row.number}</span>
        </>
      ),
    },
    { title: t.fallsOn, key: "on", render: (_, row) => <Tag className="num">{row.on}</Tag> },
    {
      title: t.lastContact,
      key: "contact",
      responsive: ["md"],
      render: (_, row) =>
        row.contact_at ? (
          <RelativeTime at={row.contact_at} />
        ) : (
          <span className="muted">{t.never}</span>
        ),
    },
    { title: t.rule, key: "rule", responsive: ["md"], render: (_, row) => row.rule },
    { title: t.into, key: "pool", responsive: ["md"], render: (_, row) => row.pool.name },
  ];
  if (whose === "team") {
    columns.push({ title: t.owner, key: "owner", render: (_, row) => row.owner?.name ?? "–" });
  }
  return (
    <>
      <PageHeader title={t.soon} note={t.soonHint}>
        {leads && (
          <Segmented
            className="pool-which"
            aria-label={t.soon}
            value={whose}
            onChange={(value) => setSearch(value === "team" ? { whose: value } : {})}
            options={[
              { value: "mine", label: t.mine },
              { value: "team", label: t.team },
            ]}
          />
        )}
      </PageHeader>
      <QueryState query={soon}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t.nothingSoon} hint={t.nothingSoonHint} />
          ) : (
            <Table
              rowKey="id"
              size={phone ? "small" : "middle"}
              dataSource={rows}
              columns={columns}
              pagination={false}
            />
          )
        }
      </QueryState>
    </>
  );
}
