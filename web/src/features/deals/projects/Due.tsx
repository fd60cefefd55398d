import { useTexts } from "../../../lib/i18n";
import { daysTo } from "../board";
import { projectTexts } from "./locale";

// Nearer than this the days are counted.
const NEAR = 14;

/** When something is due: overdue in red, near in days, otherwise the day. */
export function Due({ day }: { day: string }) {
  const t = useTexts(projectTexts);
  const days = daysTo(day);
  if (days < 0) return <span className="deal-late">{t.overdue(-days)}</span>;
  if (days === 0) return <span>{t.today}</span>;
  return <span title={day}>{days <= NEAR ? t.inDays(days) : day}</span>;
}
