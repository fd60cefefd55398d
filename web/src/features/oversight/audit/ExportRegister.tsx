import { Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { More } from "../../../ui/More";
import { EmptyState, QueryState } from "../../../ui/states";
import { type Left, useExports } from "./api";
import { auditTexts } from "./locale";
import { useSpan } from "./span";

/** What left as a file or on paper. */
export function ExportRegister() {
  const t = useTexts(auditTexts);
  const can = useCan();
  const { span, chosen } = useSpan();
  const found = useExports(span);
  const columns: ColumnsType<Left> = [
    {
      title: t.what,
      key: "what",
      render: (_, row) => (
        <>
          {row.text}
          <div className="small">{row.number || t.numbered(row.id)}</div>
          <div className="muted small">{exactTime(row.at)}</div>
          {can(RIGHTS.incidents) && (
            <Link
              className="small"
              to={`/privacy/incidents?new=1&kind=export&value=${row.id}`}
              aria-label={t.incidentOf(row.id)}
            >
              {t.incident}
            </Link>
          )}
        </>
      ),
    },
    {
      title: t.who,
      key: "who",
      render: (_, row) => (
        <>
          {row.actor.name}
          {row.approved_by && (
            <div className="muted small">{t.approvedBy(row.approved_by.name)}</div>
          )}
        </>
      ),
    },
    {
      title: t.howMany,
      key: "count",
      align: "right",
      render: (_, row) => row.count,
    },
    {
      title: "IP",
      key: "ip",
      responsive: ["md"],
      render: (_, row) => row.ip,
    },
  ];
  return (
    <QueryState query={found}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        if (rows.length === 0) return <EmptyState title={chosen ? t.spanEmpty : t.exportsEmpty} />;
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
