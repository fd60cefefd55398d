import { InboxOutlined } from "@ant-design/icons";
import { Alert, Button, Flex, Progress, Table, Tag, Typography, Upload } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { actorName } from "../../ui/actorName";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { PageHeader } from "../../ui/PageHeader";
import { RelativeTime } from "../../ui/RelativeTime";
import { ScanHint, Unscanned } from "../../ui/Scanned";
import { EmptyState, QueryState } from "../../ui/states";
import { FATES, isBusy, type Run, send, useRuns } from "./importApi";
import { texts } from "./locale";
import "./commerce.css";

const TYPES = ".csv,.gz,.xlsx,.xls,.tsv,.txt";

export function StateTag({ run }: { run: Run }) {
  const t = useTexts(texts);
  const color = isBusy(run) ? "processing" : run.state === "failed" ? "error" : undefined;
  return (
    <Tag variant="filled" color={run.state === "done" ? "success" : color}>
      {t.states[run.state as keyof typeof t.states]}
    </Tag>
  );
}

function DropZone() {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const take = async (file: File) => {
    setError(null);
    setShare(0);
    try {
      const run = await send(file, setShare);
      navigate(`/transactions/imports/${run.id}`);
    } catch (refused) {
      setError(refused);
    } finally {
      setShare(null);
    }
  };
  const percent = Math.floor((share ?? 0) * 100);
  return (
    <div className="run-part">
      {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
      <Upload.Dragger
        accept={TYPES}
        multiple={false}
        showUploadList={false}
        disabled={share !== null}
        aria-label={t.dropTitle}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        {share === null ? (
          <>
            <InboxOutlined aria-hidden />
            <Typography.Paragraph strong>{t.dropTitle}</Typography.Paragraph>
            <Typography.Text type="secondary">{t.dropHint}</Typography.Text>
          </>
        ) : (
          <div role="status">
            <Typography.Text>{t.uploading(`${percent}%`)}</Typography.Text>
            <Progress percent={percent} showInfo={false} aria-label={t.uploading(`${percent}%`)} />
          </div>
        )}
      </Upload.Dragger>
    </div>
  );
}

/** What a run came to: only the fates that occurred. */
function Outcome({ run }: { run: Run }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { counts } = run;
  if (!counts) return <span className="muted">–</span>;
  return (
    <>
      {FATES.filter((fate) => counts[fate] > 0).map((fate) => (
        <span key={fate} className="standing-fact">
          {t.fates[fate]} <b className="num">{formatNumber(counts[fate], language)}</b>
        </span>
      ))}
    </>
  );
}

/** A file of transactions arrives here; what was brought so far stands below. */
export function ImportsPage() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const runs = useRuns();
  return (
    <>
      <PageHeader title={t.imports} note={t.importsNote} />
      <DropZone />
      <ScanHint scanning={runs.data?.pages[0]?.scanning} />
      <Typography.Title level={2} className="deal-title">
        {t.recent}
      </Typography.Title>
      <QueryState query={runs}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <EmptyState title={t.noRuns} />;
          return (
            <>
              <Table
                rowKey="id"
                dataSource={rows}
                pagination={false}
                scroll={{ x: "max-content" }}
                columns={[
                  {
                    title: t.file,
                    render: (_, run) => (
                      <>
                        <Link to={`/transactions/imports/${run.id}`}>{run.filename}</Link>{" "}
                        <Unscanned scan={run.scan} />
                      </>
                    ),
                  },
                  { title: t.state, render: (_, run) => <StateTag run={run} /> },
                  { title: t.result, render: (_, run) => <Outcome run={run} /> },
                  { title: t.source, responsive: ["md"], dataIndex: "source" },
                  {
                    title: t.who,
                    responsive: ["md"],
                    render: (_, run) => actorName(run.by, c) || "–",
                  },
                  {
                    title: t.when,
                    responsive: ["sm"],
                    render: (_, run) => <RelativeTime at={run.created_at} />,
                  },
                ]}
              />
              {runs.hasNextPage && (
                <Flex justify="center" className="more-row">
                  <Button loading={runs.isFetchingNextPage} onClick={() => runs.fetchNextPage()}>
                    {t.more}
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
