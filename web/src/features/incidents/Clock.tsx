import { Tag } from "antd";
import { useTexts } from "../../lib/i18n";
import type { Step } from "./api";
import { incidentTexts } from "./locale";
import { shortTime } from "./moments";

/** One step's outcome or its time; what is late stands in red, and says so. */
export function Clock({ step }: { step: Step }) {
  const t = useTexts(incidentTexts);
  if (step.outcome)
    return (
      <Tag color={step.late ? "error" : "success"}>
        {t.outcomes[step.outcome]}
        {step.late && ` · ${t.late}`}
      </Tag>
    );
  if (!step.due_at) return <span className="muted small">{t.notDone}</span>;
  return (
    <Tag color={step.late ? "error" : "default"}>
      {t.due(shortTime(step.due_at))}
      {step.late && ` · ${t.late}`}
    </Tag>
  );
}
