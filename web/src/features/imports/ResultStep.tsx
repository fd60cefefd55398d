import { Alert, Button, Flex } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { download } from "../../api/download";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { useRunAction } from "./api";
import { FateBar } from "./FateBar";
import { locale } from "./locale";
import { RowsTable } from "./RowsTable";
import { addsUp } from "./steps";
import type { Chosen, Run } from "./types";
import { UndoDialog } from "./UndoDialog";

function Verdict({ run }: { run: Run }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const resume = useRunAction(run.id, "commit");
  if (run.state === "failed") {
    return (
      <Alert
        type="error"
        showIcon
        title={t.failedTitle}
        description={
          <>
            {run.error && <div>{run.error}</div>}
            <div>{t.failedHint}</div>
          </>
        }
        action={
          <Button loading={resume.isPending} onClick={() => resume.mutate()}>
            {t.resume}
          </Button>
        }
      />
    );
  }
  if (run.state === "cancelled") return <Alert type="info" showIcon title={t.cancelledTitle} />;
  if (run.state === "undone") return <Alert type="info" showIcon title={t.undoneTitle} />;
  if (run.counts && !addsUp(run.counts)) return <Alert type="error" showIcon title={t.mismatch} />;
  return (
    <Alert
      type="success"
      showIcon
      title={t.doneTitle(
        formatNumber(run.counts?.rows ?? 0, language),
        formatNumber(Math.round((run.seconds ?? 0) * 10) / 10, language),
      )}
    />
  );
}

/** Where every row went, the report to keep, and the way back. */
export function ResultStep({ run }: { run: Run }) {
  const t = useTexts(locale);
  const navigate = useNavigate();
  const [fate, setFate] = useState<Chosen>("");
  const [undoing, setUndoing] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const [fetching, setFetching] = useState(false);

  async function report() {
    setFetching(true);
    setFailed(null);
    try {
      await download(`/api/imports/${run.id}/report.xlsx`, {}, "report.xlsx");
    } catch (error) {
      setFailed(error);
    } finally {
      setFetching(false);
    }
  }

  return (
    <>
      <Verdict run={run} />
      {failed !== null && <Alert type="error" showIcon title={errorText(failed)} />}
      <Flex gap={8} className="step-actions" wrap>
        {run.state === "done" && (
          <Button type="primary" onClick={() => navigate("/customers")}>
            {t.seeCustomers}
          </Button>
        )}
        {run.counts && (
          <Button loading={fetching} onClick={report}>
            {t.report}
          </Button>
        )}
        {run.can_undo && (
          <Button danger onClick={() => setUndoing(true)}>
            {t.undo}
          </Button>
        )}
      </Flex>
      {run.counts && (
        <>
          <FateBar counts={run.counts} chosen={fate} onChoose={setFate} />
          <RowsTable run={run} fate={fate} />
        </>
      )}
      {undoing && <UndoDialog run={run} onClose={() => setUndoing(false)} />}
    </>
  );
}
