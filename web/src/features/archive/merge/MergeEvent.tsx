import { Button } from "antd";
import { useSearchParams } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import type { HistoryEvent } from "../types";
import { mergeTexts } from "./locale";

/** The number of a former customer whose history alone is shown; in the address. */
export const FORMER = "former";

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
      {from && (
        <span className="muted">
          {t.from}
          {from.map((number) =>
            made && standing ? (
              <Button
                key={number}
                type="link"
                size="small"
                title={t.formerHistory(number)}
                onClick={() => setSearch({ [FORMER]: number })}
              >
                {number}
              </Button>
            ) : (
              <span key={number}>{number} </span>
            ),
          )}
        </span>
      )}
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
