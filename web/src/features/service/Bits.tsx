import { Tag, Tooltip } from "antd";
import type { ComponentProps } from "react";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import type { Case } from "./api";
import { dueOf, type Span } from "./due";
import { serviceTexts } from "./locale";

const COLOURS: Record<Case["state"], ComponentProps<typeof Tag>["color"]> = {
  new: "processing",
  working: "processing",
  waiting: "warning",
  solved: "success",
  closed: "default",
};

export function StateTag({ state }: Pick<Case, "state">) {
  const t = useTexts(serviceTexts);
  return <Tag color={COLOURS[state]}>{t.states[state]}</Tag>;
}

export function useSpan(): (span: Span) => string {
  const t = useTexts(serviceTexts);
  return ({ unit, value }) => t.unit[unit](value);
}

/** How much working time is left or how late it is, in words and in colour. `whole`: with what is due. */
export function Due({ row, whole }: { row: Case; whole?: boolean }) {
  const t = useTexts(serviceTexts);
  const words = useSpan();
  const due = dueOf(row);
  if (due.kind === "none") return null;
  const span = words(due.span);
  if (due.kind === "paused") {
    const told = due.late ? t.pausedLate(span) : t.pausedLeft(span);
    return whole ? (
      <span className={due.late ? "case-late" : "muted"}>{told}</span>
    ) : (
      <Tooltip title={told}>
        <span className="muted">{t.paused}</span>
      </Tooltip>
    );
  }
  return (
    <Tooltip title={t.dueAt(exactTime(due.at))}>
      <time dateTime={due.at} className={due.pressing === "late" ? "case-late" : ""}>
        {due.pressing === "soon" && <Tag color="warning">{t.soon}</Tag>}
        {whole && `${due.what === "answer" ? t.answerDue : t.solveDue} `}
        {due.pressing === "late" ? t.late(due.span.value > 0 ? span : "") : t.left(span)}
      </time>
    </Tooltip>
  );
}

/** Who has it: a colleague, or the queue it waits in. */
export function Where({ row }: { row: Pick<Case, "assignee" | "queue"> }) {
  const t = useTexts(serviceTexts);
  if (row.assignee) return row.assignee.name;
  return <span className="muted">{row.queue?.name ?? t.nobody}</span>;
}

/** What is more pressing than usual. */
export function PriorityTag({ priority }: Pick<Case, "priority">) {
  const t = useTexts(serviceTexts);
  if (priority === "normal") return null;
  return <Tag color={priority === "urgent" ? "error" : "warning"}>{t.priorities[priority]}</Tag>;
}
