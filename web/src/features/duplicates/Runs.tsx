import { DownOutlined } from "@ant-design/icons";
import { App, Button, Drawer, Dropdown, Flex, Popconfirm, Progress, Space, Typography } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { actorName } from "../../ui/actorName";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { backToWork } from "./focus";
import { locale } from "./locale";
import { isBusy, type Run, useCancelRun, useRuns, useStartRun } from "./runs";
import { lasting } from "./words";

/** A run that works now: how far, how fast, how long still; it can be stopped. */
export function RunProgress({ run }: { run: Run }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const cancel = useCancelRun();
  const percent = run.total ? Math.min(99, Math.floor((run.done / run.total) * 100)) : 0;
  const title = t.runStages[run.stage || run.state] ?? t.runWorking;
  const facts = [
    t.runProgress(formatNumber(run.done, language), formatNumber(run.total, language)),
    run.rate ? t.runRate(formatNumber(Math.round(run.rate), language)) : "",
    run.remaining ? t.runRemaining(lasting(run.remaining, t, language)) : "",
  ].filter(Boolean);
  return (
    <section className="dup-run" aria-label={t.runs} aria-live="polite">
      <Flex justify="space-between" align="center" gap={12} wrap>
        <span>
          <Typography.Text strong>{title}</Typography.Text>{" "}
          <Typography.Text type="secondary">{facts.join(" · ")}</Typography.Text>
        </span>
        <Popconfirm
          title={t.runStopSure}
          description={t.runStopHint}
          onConfirm={() => cancel.mutate(run.id)}
        >
          <Button size="small" loading={cancel.isPending}>
            {t.runStop}
          </Button>
        </Popconfirm>
      </Flex>
      <Progress percent={percent} status="active" showInfo={false} aria-label={title} />
    </section>
  );
}

/** Starts a run: over everybody the first time, then over what changed; over everybody again when one wants it. */
export function StartRun({ primary }: { primary?: boolean }) {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const runs = useRuns(true);
  const begin = useStartRun();
  const [last] = runs.data?.rows ?? [];
  const start = (whole: boolean) =>
    begin.mutate(whole, {
      onSuccess: () => void message.success(t.runStarted),
      onError: (error) => void message.error(errorText(error)),
    });
  const button = (
    <Button
      type={primary ? "primary" : "default"}
      loading={begin.isPending}
      disabled={isBusy(last)}
      onClick={() => start(false)}
    >
      {last ? t.runAgain : t.runStart}
    </Button>
  );
  if (!last) return button;
  return (
    <Space.Compact>
      {button}
      <Dropdown
        trigger={["click"]}
        disabled={isBusy(last)}
        menu={{
          items: [{ key: "whole", label: t.runWhole, title: t.runWholeHint }],
          onClick: () => start(true),
        }}
      >
        <Button
          type={primary ? "primary" : "default"}
          icon={<DownOutlined />}
          disabled={isBusy(last)}
          aria-label={t.runMore}
        />
      </Dropdown>
    </Space.Compact>
  );
}

function Result({ run }: { run: Run }) {
  const t = useTexts(locale);
  const language = useLanguage();
  if (run.since && run.customers === 0) return <div>{t.runNothing}</div>;
  const told = run.since ? t.runResultChanged : t.runResult;
  return (
    <div>
      {told(
        formatNumber(run.customers, language),
        formatNumber(run.groups, language),
        lasting(run.seconds ?? 0, t, language),
      )}
    </div>
  );
}

function Line({ run }: { run: Run }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  return (
    <li className="dup-run-line">
      <Flex justify="space-between" gap={8}>
        <strong>{t.runStates[run.state] ?? run.state}</strong>
        <span className="muted">
          {actorName(run.by, c)} <RelativeTime at={run.created_at} />
        </span>
      </Flex>
      {run.state === "done" && <Result run={run} />}
      {run.state === "failed" && <div className="dup-warning">{t.runFailed}</div>}
      {isBusy(run) && <RunProgress run={run} />}
    </li>
  );
}

/** Every run there was. */
export function RunHistory({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(locale);
  const runs = useRuns(open);
  return (
    <Drawer
      open={open}
      onClose={onClose}
      afterOpenChange={(shown) => shown || backToWork()}
      title={t.runsTitle}
      size={420}
      destroyOnHidden
    >
      <Flex vertical gap={12}>
        <Typography.Text type="secondary">{t.runNote}</Typography.Text>
        <div>
          <StartRun primary />
        </div>
        <QueryState query={runs}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState title={t.noRuns} />
            ) : (
              <ul className="dup-runs">
                {rows.map((run) => (
                  <Line key={run.id} run={run} />
                ))}
              </ul>
            )
          }
        </QueryState>
      </Flex>
    </Drawer>
  );
}
