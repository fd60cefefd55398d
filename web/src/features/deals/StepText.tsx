import { useLanguage, useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import type { Step } from "./api";
import { dealTexts } from "./locale";
import { stageName } from "./words";

const DAY = 86_400;

/** What an opportunity went through, in words. */
export function StepText({ step }: { step: Step }) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const from = stageName(step.from_stage, language);
  const to = stageName(step.to_stage, language);
  switch (step.kind) {
    case "opened":
      return t.step.opened(to);
    case "moved":
      return t.step.moved(from, to);
    case "reopened":
      return t.step.reopened(to);
    case "won":
      return t.step.won;
    default:
      return t.step.lost;
  }
}

export function StepFacts({ step }: { step: Step }) {
  const t = useTexts(dealTexts);
  const days = step.stood === null ? 0 : Math.floor(step.stood / DAY);
  return (
    <span className="muted small">
      {step.by?.name ?? t.someone} · <RelativeTime at={step.at} />
      {days > 0 && ` · ${t.stood(days)}`}
    </span>
  );
}

/** A step in the customer's timeline. */
export function StepMoment({ step }: { step: Step }) {
  const t = useTexts(dealTexts);
  return (
    <>
      <div>
        <strong>{step.title ?? t.title}</strong> <StepFacts step={step} />
      </div>
      <div className="moment-text">
        <StepText step={step} />
      </div>
    </>
  );
}
