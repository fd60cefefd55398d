import { Button, Flex, Table, Tag, Typography } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { useFields } from "../../api/fields";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { EmptyState, QueryState } from "../../ui/states";
import { useReportRows } from "./api";
import { locale } from "./locale";
import type { Chosen, Fate, ReportRow, Run } from "./types";

const COLOURS: Partial<Record<Fate, string>> = {
  created: "success",
  updated: "processing",
  duplicate: "warning",
  refused: "error",
};

/** The reason of the row, and of every cell whose value was kept but is not valid. */
function Reasons({ row }: { row: ReportRow }) {
  const t = useTexts(locale);
  const fields = useFields().data?.fields ?? [];
  const label = (code: string) => fields.find((field) => field.code === code)?.label ?? code;
  const cells = row.cells.filter((cell) => cell.reason);
  return (
    <>
      {row.reason && <div>{row.reason}</div>}
      {cells.map((cell) => (
        <div key={`${cell.field}-${cell.given}`}>
          <Typography.Text type="warning">
            {label(cell.field)}: {cell.reason}
          </Typography.Text>{" "}
          <span className="muted">{t.keptAsGiven(cell.given)}</span>
        </div>
      ))}
    </>
  );
}

export function RowsTable({ run, fate }: { run: Run; fate: Chosen }) {
  const t = useTexts(locale);
  const phone = usePhone();
  const rows = useReportRows(run.id, fate, run.state);
  const columns: ColumnsType<ReportRow> = [
    { title: t.line, dataIndex: "line", width: phone ? 48 : 72, className: "num" },
    {
      title: t.fate,
      dataIndex: "fate",
      width: phone ? 72 : 96,
      render: (each: Fate) => <Tag color={COLOURS[each]}>{t.fates[each]}</Tag>,
    },
    {
      title: t.name,
      dataIndex: "name",
      render: (name: string, row) => (
        <>
          {row.customer_id && run.state === "done" ? (
            <Link to={`/customers/${row.customer_id}`}>{name || "–"}</Link>
          ) : (
            name || "–"
          )}
          {phone && <Reasons row={row} />}
        </>
      ),
    },
    { title: t.externalId, dataIndex: "external_id", responsive: ["md"], width: 150 },
    { title: t.number, dataIndex: "number", responsive: ["lg"], width: 150 },
    {
      title: t.reason,
      key: "reason",
      responsive: ["md"],
      render: (_, row) => <Reasons row={row} />,
    },
  ];
  return (
    <QueryState query={rows}>
      {(data) => {
        const all = data.pages.flatMap((page) => page.rows);
        if (all.length === 0) return <EmptyState title={t.noRows} />;
        return (
          <>
            <Table
              rowKey="line"
              size="small"
              columns={columns}
              dataSource={all}
              pagination={false}
            />
            {rows.hasNextPage && (
              <Flex justify="center" className="more-row">
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
