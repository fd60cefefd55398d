import { Button, Flex, Table, Typography } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { useListed } from "./api";
import { locale } from "./locale";
import type { Listed, What } from "./types";

/** Contact points of one's customers in one state, with the way to the customer. */
export function PointList({ what }: { what: What }) {
  const t = useTexts(locale);
  const listed = useListed(what);
  const columns: ColumnsType<Listed> = [
    {
      title: t.customer,
      key: "name",
      render: (_, row) => (
        <Link to={`/customers/${row.customer_id}`} className="campaign-name">
          {row.name}
        </Link>
      ),
    },
    { title: t.number, dataIndex: "number", className: "verify-whole", responsive: ["md"] },
    { title: t.point, dataIndex: "kind_label", className: "verify-whole" },
    {
      title: t.by,
      key: "method",
      className: "verify-whole",
      responsive: ["sm"],
      render: (_, row) => t.methods[row.method as keyof typeof t.methods] ?? "–",
    },
    {
      title: what === "not_reached" ? t.at : t.until,
      key: "at",
      className: "verify-whole",
      render: (_, row) => <RelativeTime at={row.at} />,
    },
  ];
  return (
    <>
      <Typography.Paragraph type="secondary">{t.listHints[what]}</Typography.Paragraph>
      <QueryState query={listed}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <EmptyState title={t.listEmpty[what]} />;
          return (
            <>
              <Table
                rowKey={(row) => `${row.customer_id} ${row.kind} ${row.at}`}
                columns={columns}
                dataSource={rows}
                pagination={false}
              />
              {listed.hasNextPage && (
                <Flex justify="center" className="verify-row">
                  <Button
                    onClick={() => listed.fetchNextPage()}
                    loading={listed.isFetchingNextPage}
                  >
                    {t.loadMore}
                  </Button>
                </Flex>
              )}
            </>
          );
        }}
      </QueryState>
    </>
  );
}
