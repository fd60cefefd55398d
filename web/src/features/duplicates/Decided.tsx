import { App, Button, Flex, Popconfirm, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useTexts } from "../../lib/i18n";
import { actorName } from "../../ui/actorName";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { useQueue, useReopen } from "./api";
import { locale } from "./locale";
import type { Row, State, Wanted } from "./types";
import { nameOf } from "./words";

type Props = { state: Exclude<State, "open">; wanted: Wanted };

/** What was decided, newest first; each can be taken back. */
export function Decided({ state, wanted }: Props) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const { message } = App.useApp();
  const found = useQueue(state, wanted);
  const reopen = useReopen();
  const undo = state === "merged" ? t.undoMerge : t.takeBack;
  const columns: ColumnsType<Row> = [
    { title: t.customers, key: "names", render: (_, row) => nameOf(row, t) },
    {
      title: t.by,
      key: "by",
      responsive: ["sm"],
      render: (_, row) => actorName(row.decided_by, c) || "–",
    },
    { title: t.when, key: "when", render: (_, row) => <RelativeTime at={row.decided_at} /> },
    {
      key: "undo",
      align: "right",
      render: (_, row) => (
        <Popconfirm
          title={undo}
          onConfirm={() =>
            reopen.mutate(row, {
              onSuccess: () => void message.success(t.undoneToast(nameOf(row, t))),
              onError: (error) => void message.error(errorText(error)),
            })
          }
        >
          <Button type="link" size="small">
            {undo}
          </Button>
        </Popconfirm>
      ),
    },
  ];
  return (
    <QueryState query={found}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.rows);
        if (rows.length === 0) {
          const title = state === "merged" ? t.noMerged : t.noDismissed;
          return <EmptyState title={title} hint={t.noDecidedHint} />;
        }
        return (
          <>
            <Table
              rowKey="id"
              columns={columns}
              dataSource={rows}
              pagination={false}
              aria-label={t.groupsDone}
            />
            {found.hasNextPage && (
              <Flex justify="center">
                <Button onClick={() => found.fetchNextPage()} loading={found.isFetchingNextPage}>
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
