import { Link } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { EmptyState, QueryState } from "../../ui/states";
import { About } from "./About";
import { useDue } from "./api";
import { FollowUpRow } from "./FollowUpRow";
import { activityTexts } from "./locale";
import { MANAGE, RECORD } from "./rights";

const SHOWN = 12;

/** What is overdue or due today, done where it stands. */
export function DueToday() {
  const t = useTexts(activityTexts);
  const can = useCan();
  const due = useDue("mine", "due", "", SHOWN);
  return (
    <section className="home-section" aria-label={t.dueToday}>
      <h2>
        {t.dueToday}
        <Link to="/follow-ups">{t.allFollowUps}</Link>
      </h2>
      <QueryState query={due}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          const count = pages[0]?.count;
          if (rows.length === 0) {
            return <EmptyState title={t.allDone} hint={t.allDoneHint} />;
          }
          return (
            <>
              <ul className="follow-ups">
                {rows.map((row) => (
                  <FollowUpRow
                    key={row.id}
                    customerId={row.customer_id}
                    followUp={row}
                    about={<About row={row} />}
                    editable={can(RECORD) && (row.mine || can(MANAGE))}
                  />
                ))}
              </ul>
              {count && count.value > rows.length && (
                <p>
                  <Link to="/follow-ups?when=due">
                    {t.seeAll(`${count.value}${count.capped ? "+" : ""}`)}
                  </Link>
                </p>
              )}
            </>
          );
        }}
      </QueryState>
    </section>
  );
}
