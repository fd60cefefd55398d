import { useTexts } from "../../lib/i18n";
import { useDue, useWeek } from "./api";
import { activityTexts } from "./locale";

/** One's own numbers in a line. */
export function MyWeek() {
  const t = useTexts(activityTexts);
  const week = useWeek().data;
  const due = useDue("mine", "due", "", 12).data?.pages[0]?.count;
  if (!week || !due) return null;
  const open = `${due.value}${due.capped ? "+" : ""}`;
  return <>{t.myWeek(open, week.contacts, week.done)}</>;
}
