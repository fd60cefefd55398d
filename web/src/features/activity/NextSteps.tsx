import { useCan, useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { QueryState } from "../../ui/states";
import { useActivity } from "./api";
import { FollowUpRow } from "./FollowUpRow";
import { activityTexts } from "./locale";
import { MANAGE, RECORD } from "./rights";

type Props = { customerId: string /** Not there while nothing is to be done. */; quiet?: boolean };

/** What is to be done with a customer, the earliest first. */
export function NextSteps({ customerId, quiet = false }: Props) {
  const t = useTexts(activityTexts);
  const me = useMe();
  const can = useCan();
  const activity = useActivity(customerId);
  if (quiet && !activity.data?.follow_ups.length) return null;
  return (
    <section className="section" aria-label={t.nextSteps}>
      <h2>{t.nextSteps}</h2>
      <QueryState query={activity}>
        {({ follow_ups, more_follow_ups, editable }) =>
          follow_ups.length === 0 ? (
            <p className="muted">{t.noNextStep}</p>
          ) : (
            <>
              <ul className="follow-ups">
                {follow_ups.map((each) => (
                  <FollowUpRow
                    key={each.id}
                    customerId={customerId}
                    followUp={each}
                    showAssignee={each.assignee?.id !== me.user.id}
                    editable={editable && can(RECORD) && (each.mine || can(MANAGE))}
                  />
                ))}
              </ul>
              {more_follow_ups && <p className="muted small">{t.moreSteps(follow_ups.length)}</p>}
            </>
          )
        }
      </QueryState>
    </section>
  );
}
