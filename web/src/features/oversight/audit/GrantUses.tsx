import { Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useTexts } from "../../../lib/i18n";
import { More } from "../../../ui/More";
import { RelativeTime } from "../../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../../ui/states";
import { type GrantUse, useGrants } from "./api";
import { auditTexts } from "./locale";
import { useSpan } from "./span";

const LIST = " · ";

function Fields({ row }: { row: GrantUse }) {
  const t = useTexts(auditTexts);
  return (
    <>
      {row.fields_seen.join(LIST) || <span className="muted">{t.nothing}</span>}
      {row.fields_seen.length > 0 && row.fields_unseen.length > 0 && (
        <div className="muted small">{t.unseen(row.fields_unseen.join(LIST))}</div>
      )}
    </>
  );
}

/** What was granted beside what was done with it. */
export function GrantUses() {
  const t = useTexts(auditTexts);
  const { span, chosen } = useSpan();
  const found = useGrants(span);
  const columns: ColumnsType<GrantUse> = [
    {
      title: t.who,
      key: "who",
      render: (_, row) => (
        <>
          {row.person.name} {row.emergency && <Tag color="red">{t.emergency}</Tag>}
          <div className="muted small">
            <RelativeTime at={row.since} />
          </div>
        </>
      ),
    },
    { title: t.by, key: "by", responsive: ["md"], render: (_, row) => row.granted_by.name },
    {
      title: t.seenCount,
      key: "customers",
      align: "right",
      render: (_, row) => `${row.customers_seen} / ${row.customers}`,
    },
    {
      title: t.looks,
      key: "looks",
      align: "right",
      responsive: ["sm"],
      render: (_, row) => `${row.used} / ${row.looks}`,
    },
    { title: t.fieldsSeen, key: "fields", render: (_, row) => <Fields row={row} /> },
  ];
  return (
    <QueryState query={found}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        if (rows.length === 0) return <EmptyState title={chosen ? t.spanEmpty : t.grantsEmpty} />;
        return (
          <>
            <Table rowKey="id" columns={columns} dataSource={rows} pagination={false} />
            <More query={found} />
          </>
        );
      }}
    </QueryState>
  );
}
