import { Alert } from "antd";
import { Link } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import { useChecks } from "./api";
import { documentTexts } from "./locale";
import { MANAGE } from "./rights";

/** For whoever manages documents: whether the store still gives what was filed. */
export function Checks() {
  const t = useTexts(documentTexts);
  const checks = useChecks(useCan()(MANAGE)).data;
  if (!checks) return null;
  if (checks.damaged > 0) {
    return (
      <Alert
        className="document-checks"
        type="error"
        showIcon
        title={t.damagedCount(`${checks.damaged}${checks.capped ? "+" : ""}`)}
        description={
          <>
            {t.damagedHint} <Link to="/documents?damaged=1">{t.seeDamaged}</Link>
          </>
        }
      />
    );
  }
  if (checks.behind) {
    return <Alert className="document-checks" type="warning" showIcon title={t.checksBehind} />;
  }
  if (!checks.checked_at) return null;
  return (
    <p className="muted small document-checks">
      {t.checkedWell} <RelativeTime at={checks.checked_at} />
    </p>
  );
}
