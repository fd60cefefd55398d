import { DownloadOutlined } from "@ant-design/icons";
import { Button, Typography } from "antd";
import { useEffect, useRef, useState } from "react";
import { download } from "../../api/download";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { errorText } from "../../ui/errorText";
import { type Fate, type Report, type Run, useAskForReport, useReport } from "./importApi";
import { texts } from "./locale";

/** Downloads a report by itself as soon as it is written, once each time it was asked for. */
function useArrival(report: Report | undefined, wanted: boolean, onEnd: () => void) {
  const [failed, setFailed] = useState<unknown>(null);
  const fetched = useRef("");
  const { id, run_id, state } = report ?? { id: "", run_id: "", state: "waiting" };
  useEffect(() => {
    if (!wanted) fetched.current = "";
    if (!wanted || state === "waiting" || fetched.current === id) return;
    fetched.current = id;
    if (state === "failed") return onEnd();
    download(`/api/transaction-reports/${id}/file`, {}, `transactions-${run_id}.xlsx`)
      .then(() => setFailed(null), setFailed)
      .finally(onEnd);
  }, [id, run_id, state, wanted, onEnd]);
  return failed;
}

/** The result of an import as a workbook: the server writes it in the background, then it is downloaded. */
export function ReportButton({ run, fate, text }: { run: Run; fate: Fate | null; text: string }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const ask = useAskForReport(run.id);
  const [wanted, setWanted] = useState(false);
  const found = useReport(ask.data?.id ?? "");
  const report = wanted || found.data?.state === "failed" ? found.data : undefined;
  const [end] = useState(() => () => setWanted(false));
  const failed = useArrival(report, wanted, end) ?? ask.error ?? found.error;
  const begin = () => ask.mutate(fate, { onSuccess: () => setWanted(true) });
  const said = failed === null ? report?.error : errorText(failed);
  const { done, total } = report?.progress ?? { done: 0, total: 0 };
  return (
    <>
      <Button
        icon={<DownloadOutlined aria-hidden />}
        loading={ask.isPending || wanted}
        onClick={begin}
      >
        {text}
      </Button>
      {wanted && report?.state === "waiting" && (
        <Typography.Text type="secondary" className="num" role="status">
          {t.reportGoesOn} {t.progress(formatNumber(done, language), formatNumber(total, language))}
        </Typography.Text>
      )}
      {said && (
        <Typography.Text type="danger" role="alert">
          {said}
        </Typography.Text>
      )}
    </>
  );
}
