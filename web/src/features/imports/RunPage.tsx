import { Alert, ConfigProvider, Flex, Skeleton, Steps, Typography } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link, useParams } from "react-router";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { Unscanned } from "../../ui/Scanned";
import { QueryState } from "../../ui/states";
import { useRun } from "./api";
import { CheckStep } from "./CheckStep";
import "./imports.css";
import { locale } from "./locale";
import { ProgressCard } from "./ProgressCard";
import { ResultStep } from "./ResultStep";
import { StateTag } from "./StateTag";
import { type Step, stepOf } from "./steps";
import type { Run } from "./types";

// Its form is the heaviest part, and needed in one of four steps.
const MappingStep = lazy(async () => ({ default: (await import("./MappingStep")).MappingStep }));

const ORDER: readonly Step[] = ["mapping", "check", "filing", "result"];

/** One import from its columns to its result; the address stays the same, so that one can leave and come back. */
export function RunPage() {
  const { id = "" } = useParams();
  const t = useTexts(locale);
  const run = useRun(id);
  return (
    <QueryState query={run}>
      {(data) => (
        <>
          <PageHeader
            title={<span className="file-name">{data.filename}</span>}
            note={
              <>
                <StateTag state={data.state} />
                <Unscanned scan={data.scan} />
              </>
            }
            actions={<Link to="/imports">{t.backToList}</Link>}
          />
          <RunBody run={data} />
        </>
      )}
    </QueryState>
  );
}

function RunBody({ run }: { run: Run }) {
  const t = useTexts(locale);
  const [again, setAgain] = useState(false);
  const step: Step = again && run.state === "checked" ? "mapping" : stepOf(run.state);
  return (
    <>
      <Steps
        size="small"
        responsive={false}
        className="run-steps"
        current={ORDER.indexOf(step)}
        status={run.state === "failed" ? "error" : "process"}
        items={ORDER.map((each) => ({ title: t.steps[each] }))}
      />
      {run.state === "uploaded" && (
        <Flex justify="center" className="state">
          <Typography.Text type="secondary">{t.reading}</Typography.Text>
        </Flex>
      )}
      {!run.can_change && step !== "result" && <Alert type="info" showIcon title={t.notYours} />}
      {step === "mapping" && run.state !== "uploaded" && (
        <ConfigProvider componentDisabled={!run.can_change}>
          <Suspense fallback={<Skeleton active className="state" />}>
            <MappingStep run={run} onChecked={() => setAgain(false)} />
          </Suspense>
        </ConfigProvider>
      )}
      {run.state === "checking" && <ProgressCard run={run} title={t.checking} />}
      {run.state === "checked" && !again && <CheckStep run={run} onBack={() => setAgain(true)} />}
      {run.state === "filing" && <ProgressCard run={run} title={t.filing} />}
      {run.state === "undoing" && <ProgressCard run={run} title={t.undoing} />}
      {step === "result" && run.state !== "undoing" && <ResultStep run={run} />}
    </>
  );
}
