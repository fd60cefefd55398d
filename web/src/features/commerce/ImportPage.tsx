import { Alert, Button, Progress, Typography } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { Unscanned } from "../../ui/Scanned";
import { QueryState } from "../../ui/states";
import { ImportResult, RefusedLines } from "./ImportResult";
import { StateTag } from "./ImportsPage";
import { isBusy, type Run, useRun, useRunAction } from "./importApi";
import { texts } from "./locale";
import { MappingForm } from "./MappingForm";
import { ReportButton } from "./ReportButton";
import "./commerce.css";

function Working({ run }: { run: Run }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const cancel = useRunAction(run.id, "cancel");
  const { done, total } = run.progress;
  const title = t.states[run.state as keyof typeof t.states];
  if (run.state === "uploaded") return <Typography.Paragraph>{title}</Typography.Paragraph>;
  return (
    <section className="run-part" aria-live="polite">
      <Progress
        percent={total > 0 ? Math.floor((done / total) * 100) : 0}
        status="active"
        aria-label={title}
      />
      <Typography.Paragraph type="secondary" className="num">
        {t.progress(formatNumber(done, language), formatNumber(total, language))} · {t.leave}
      </Typography.Paragraph>
      {run.can_change && (
        <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t.stop}
        </Button>
      )}
    </section>
  );
}

function Actions({ run, ready }: { run: Run; ready: boolean }) {
  const t = useTexts(texts);
  const check = useRunAction(run.id, "check");
  const commit = useRunAction(run.id, "commit");
  const begun = run.progress.done > 0 && run.state !== "checked";
  const error = check.error ?? commit.error;
  const startable = run.can_change && run.state !== "done";
  const tried = run.state === "checked";
  return (
    <>
      {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
      <div className="run-actions">
        {startable && !begun && (
          <Button
            type={tried ? "default" : "primary"}
            disabled={!ready}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            {tried ? t.again : t.check}
          </Button>
        )}
        {startable && (tried || begun) && (
          <Button type="primary" loading={commit.isPending} onClick={() => commit.mutate()}>
            {begun ? t.resume : t.commit}
          </Button>
        )}
        {run.counts && !run.destroyed && <ReportButton run={run} fate={null} text={t.report} />}
        {run.counts !== null && run.counts.refused > 0 && !run.destroyed && (
          <ReportButton run={run} fate="refused" text={t.reportRefused} />
        )}
        {run.state === "done" && <Link to="/transactions">{t.backToList}</Link>}
        {startable && !tried && !begun && (
          <Typography.Text type="secondary">{t.checkHint}</Typography.Text>
        )}
      </div>
    </>
  );
}

function RunBody({ run }: { run: Run }) {
  const t = useTexts(texts);
  const [ready, setReady] = useState(false);
  if (isBusy(run)) return <Working run={run} />;
  const maps = !run.destroyed && run.progress.done === 0 && run.state !== "done";
  return (
    <>
      {run.error && <Alert type="warning" showIcon title={run.error} />}
      {run.destroyed && <Alert type="info" showIcon title={t.destroyed} />}
      {!run.can_change && <Alert type="info" showIcon title={t.notYours} />}
      {run.counts && <ImportResult run={run} />}
      <Actions run={run} ready={ready} />
      {maps && run.state !== "failed" && <MappingForm key={run.id} run={run} onReady={setReady} />}
      {run.counts !== null && run.counts.refused > 0 && !run.destroyed && (
        <RefusedLines run={run} />
      )}
    </>
  );
}

/** One import of transactions: what the columns are, the trial, the recording, and what became of every line. */
export function ImportPage() {
  const { id = "" } = useParams();
  const query = useRun(id);
  return (
    <QueryState query={query}>
      {(run) => (
        <>
          <PageHeader
            title={run.filename}
            note={
              <>
                <StateTag run={run} />
                <Unscanned scan={run.scan} />
              </>
            }
          />
          <RunBody run={run} />
        </>
      )}
    </QueryState>
  );
}
