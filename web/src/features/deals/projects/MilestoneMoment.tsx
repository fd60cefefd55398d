import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { RelativeTime } from "../../../ui/RelativeTime";
import type { Reached } from "./api";
import { projectTexts } from "./locale";

/** A milestone that was reached, in the customer's timeline. */
export function MilestoneMoment({
  customerId,
  milestone,
}: {
  customerId: string;
  milestone: Reached;
}) {
  const t = useTexts(projectTexts);
  return (
    <>
      <div>
        <strong>{t.reachedTitle}</strong>{" "}
        <span className="muted small">
          {milestone.by?.name ?? t.someone} · <RelativeTime at={milestone.at} />
          {" · "}
          <Link to={`/projects?project=${customerId}-${milestone.project_id}`}>
            {milestone.project ?? t.unreadable}
          </Link>
        </span>
      </div>
      <div className="moment-text">{milestone.title ?? t.unreadable}</div>
    </>
  );
}
