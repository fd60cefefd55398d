import { useTexts } from "../../../lib/i18n";
import type { Project } from "./api";
import { Due } from "./Due";
import { projectTexts } from "./locale";

/** How a project stands, in one line: state, progress, what is next, what is wrong. */
export function ProjectFacts({ row }: { row: Project }) {
  const t = useTexts(projectTexts);
  const open = row.ended_at === null;
  return (
    <div className="deal-facts small">
      <span className="muted">{t.states[row.state]}</span>
      <span className="num">{row.progress}%</span>
      {open && row.next_due && (
        <span>
          {row.next} <Due day={row.next_due} />
        </span>
      )}
      {open && row.problems > 0 && (
        <span className="deal-late">{t.openProblems(row.problems)}</span>
      )}
    </div>
  );
}
