import { Button, Flex, Popconfirm, Progress, Typography } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { useRunAction } from "./api";
import { locale } from "./locale";
import { clock, percent } from "./steps";
import type { Run } from "./types";

/** Count, rate and remaining time of what the server is doing now, and a way to stop it. */
export function ProgressCard({ run, title }: { run: Run; title: string }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const cancel = useRunAction(run.id, "cancel");
  const { done, total, rate, remaining } = run.progress;
  const facts = [
    t.doneOf(formatNumber(done, language), formatNumber(total, language)),
    rate ? t.speed(formatNumber(Math.round(rate), language)) : "",
    remaining ? t.remaining(clock(remaining)) : "",
  ].filter(Boolean);
  return (
    <section className="progress-card" aria-live="polite">
      <Typography.Text strong>{title}</Typography.Text>
      <Progress percent={percent(done, total)} status="active" aria-label={title} />
      <Flex justify="space-between" align="center" gap={12} wrap>
        <Typography.Text type="secondary" className="num">
          {facts.join(" · ")}
        </Typography.Text>
        {run.state !== "undoing" && run.can_change && (
          <Popconfirm
            title={t.cancelSure}
            description={run.state === "filing" ? t.cancelHint : undefined}
            onConfirm={() => cancel.mutate()}
          >
            <Button loading={cancel.isPending}>{t.cancelRun}</Button>
          </Popconfirm>
        )}
      </Flex>
    </section>
  );
}
