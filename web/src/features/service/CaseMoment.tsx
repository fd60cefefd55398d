import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import type { Told } from "./api";
import { serviceTexts } from "./locale";

/** What became of a case, in the customer's timeline. */
export function CaseMoment({ told, at }: { told: Told; at: string }) {
  const t = useTexts(serviceTexts);
  return (
    <>
      <div>
        <strong>{t.kinds[told.kind]}</strong>{" "}
        <span className="muted small">
          {told.by?.name ?? t.someone} {t.step[told.what]} · <RelativeTime at={at} />
        </span>
      </div>
      <div className="moment-text">
        <Link to={`/service/cases/${told.case_id}`}>{told.title ?? told.number}</Link>
      </div>
    </>
  );
}
