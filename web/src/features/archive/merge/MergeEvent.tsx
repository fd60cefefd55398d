import { Button } from "antd";
import { useSearchParams } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import type { HistoryEvent } from "../types";
import { mergeTexts } from "./locale";

type Details = { merge?: string; from?: string[]; into?: string; standing?: boolean };

/** What history tells of a merge, with the way back. */
export function MergeEvent({ event }: { event: HistoryEvent }) {
  const t = useTexts(mergeTexts);
  const can = useCan();
  const [, setSearch] = useSearchParams();
  const { merge, from, into, standing }: Details = event.details;
  if (!merge || !/^customer\.(un)?merged/.test(event.verb)) return null;
  const made = event.verb === "customer.merged";
  return (
    <div className="merge-event">
      {from && <span className="muted">{t.from(from.join("、"))}</span>}
      {into && <span className="muted">{t.into(into)}</span>}
      {made && standing && (
        <span>
          <Button type="link" size="small" onClick={() => setSearch({ before: merge })}>
            {t.look}
          </Button>
          {can(RIGHTS.merge) && (
            <Button type="link" size="small" onClick={() => setSearch({ undo: merge })}>
              {t.undo}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}
