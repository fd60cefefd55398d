import { DownOutlined } from "@ant-design/icons";
import { App, Button, Flex, Popover, Progress } from "antd";
import { useState } from "react";
import { useTexts } from "../../../../lib/i18n";
import { errorText } from "../../../../ui/errorText";
import { RelativeTime } from "../../../../ui/RelativeTime";
import { ErrorState } from "../../../../ui/states";
import type { CustomerDetail, CustomerQuality } from "../../types";
import { useQuality, useReview } from "../api";
import { qualityPanel } from "./locale";

const MEASURES = ["completeness", "validity", "uniqueness", "freshness", "verified"] as const;

type Props = { customer: CustomerDetail; onGoTo: (code: string) => void };

function Scores({ scores }: { scores: CustomerQuality["scores"] }) {
  const t = useTexts(qualityPanel);
  return (
    <dl className="quality-scores">
      {MEASURES.map((measure) => {
        const score = scores[measure];
        return (
          <div key={measure}>
            <dt className="muted">{t[measure]}</dt>
            <dd>
              <Progress
                percent={score ?? 0}
                size="small"
                showInfo={false}
                aria-label={`${t[measure]} ${score ?? t.notMeasured}`}
              />
              <span className="num-text">{score ?? "–"}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

type FindingsProps = Pick<Props, "onGoTo"> & { quality: CustomerQuality; stale: boolean };

/** What was found before the last change rests until it is known what is left: the list is about to move. */
function Findings({ quality, stale, onGoTo }: FindingsProps) {
  const t = useTexts(qualityPanel);
  if (quality.findings.length === 0) return <p className="muted">{t.nothing}</p>;
  return (
    <ul className="quality-findings">
      {quality.findings.map(({ kind, code, label, since }) => (
        <li key={`${kind} ${code}`}>
          <Button type="link" size="small" disabled={stale} onClick={() => onGoTo(code)}>
            {t[kind](label)}
          </Button>
          {since && (
            <span className="muted small">
              {t.confirmed} <RelativeTime at={since} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Review({ customer, quality }: { customer: CustomerDetail; quality: CustomerQuality }) {
  const t = useTexts(qualityPanel);
  const { message } = App.useApp();
  const review = useReview(customer.id);
  if (!quality.review_due && !quality.may_review) return null;
  return (
    <Flex gap={8} align="center" justify="space-between" className="quality-review">
      <span className={quality.overdue ? "quality-late" : "muted"}>
        {quality.review_due && t.review(quality.review_due)}
      </span>
      {quality.may_review && (
        <Button
          size="small"
          loading={review.isPending}
          onClick={() =>
            review.mutate(customer.version, {
              onSuccess: () => message.success(t.reviewed),
              onError: (error) => message.error(errorText(error)),
            })
          }
        >
          {t.correct}
        </Button>
      )}
    </Flex>
  );
}

function Panel({ customer, onGoTo }: Props) {
  const t = useTexts(qualityPanel);
  const quality = useQuality(customer);
  if (quality.isError) return <ErrorState error={quality.error} />;
  if (!quality.data) return <p className="muted">…</p>;
  return (
    <>
      <Scores scores={quality.data.scores} />
      {quality.data.suspected && <p>{t.suspected}</p>}
      <Findings quality={quality.data} stale={quality.isPlaceholderData} onGoTo={onGoTo} />
      <Review customer={customer} quality={quality.data} />
    </>
  );
}

/** How complete the record is; opened, all its scores, what to mend with the way there, and the review. */
export function Quality({ customer, onGoTo }: Props) {
  const t = useTexts(qualityPanel);
  const [open, setOpen] = useState(false);
  const percent = customer.completeness;
  const bar = (
    <span className="completeness">
      <span className="muted">{t.completeness}</span>
      <Progress
        percent={percent}
        size="small"
        showInfo={false}
        aria-label={t.completenessIs(percent)}
      />
      <span className="num-text">{percent}%</span>
    </span>
  );
  if (customer.trashed_at) return bar;
  const goTo = (code: string) => {
    setOpen(false);
    onGoTo(code);
  };
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      title={t.title}
      content={
        <div className="quality-panel-small">
          <Panel customer={customer} onGoTo={goTo} />
        </div>
      }
    >
      <Button type="text" size="small" aria-expanded={open} className="quality-button">
        {bar} <DownOutlined aria-hidden />
      </Button>
    </Popover>
  );
}
