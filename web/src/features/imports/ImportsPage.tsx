import { Button, Flex, Table, Typography } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { actorName } from "../../ui/actorName";
import { common } from "../../ui/locale";
import { PageHeader } from "../../ui/PageHeader";
import { RelativeTime } from "../../ui/RelativeTime";
import { ScanHint, Unscanned } from "../../ui/Scanned";
import { EmptyState, QueryState } from "../../ui/states";
import { useRuns } from "./api";
import { DropZone } from "./DropZone";
import "./imports.css";
import { locale } from "./locale";
import { StateTag } from "./StateTag";
import { FATES } from "./steps";
import type { Run } from "./types";

/** What a run came to, in one line: only the fates that occurred. */
function Outcome({ run }: { run: Run }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const { counts } = run;
  if (!counts) return <span className="muted">–</span>;
  const parts = FATES.filter((fate) => counts[fate] > 0);
  return (
    <span className="outcome">
      {parts.map((fate) => (
        <span key={fate}>
          {t.fates[fate]} <b>{formatNumber(counts[fate], language)}</b>
        </span>
      ))}
    </span>
  );
}

export function ImportsPage() {
  const t = useTexts(locale);
  const c = useTexts(common);
  const runs = useRuns();
  const columns: ColumnsType<Run> = [
    {
      title: t.file,
      dataIndex: "filename",
      render: (name: string, run) => (
        <>
          <Link to={`/imports/${run.id}`} className="file-name">
            {name}
          </Link>{" "}
          <Unscanned scan={run.scan} />
        </>
      ),
    },
    { title: t.state, dataIndex: "state", render: (_, run) => <StateTag state={run.state} /> },
    { title: t.result, key: "result", render: (_, run) => <Outcome run={run} /> },
    {
      title: t.who,
      key: "by",
      responsive: ["md"],
      render: (_, run) => actorName(run.by, c) || "–",
    },
    {
      title: t.when,
      dataIndex: "created_at",
      responsive: ["sm"],
      render: (at: string) => <RelativeTime at={at} />,
    },
  ];
  return (
    <>
      <PageHeader title={t.title} note={t.note} />
      <DropZone />
      <ScanHint scanning={runs.data?.pages[0]?.scanning} />
      <Typography.Title level={2} className="section-title">
        {t.recent}
      </Typography.Title>
      <QueryState query={runs}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <EmptyState title={t.noRuns} hint={t.noRunsHint} />;
          return (
            <>
              <Table rowKey="id" columns={columns} dataSource={rows} pagination={false} />
              {runs.hasNextPage && (
                <Flex justify="center" className="more-row">
                  <Button onClick={() => runs.fetchNextPage()} loading={runs.isFetchingNextPage}>
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
