import { useTexts } from "../../lib/i18n";
import { usePinned } from "./api";
import { InteractionMoment } from "./InteractionMoment";
import { activityTexts } from "./locale";
import "./activity.css";

/** The interactions that somebody put on top of the timeline; nothing where there are none. */
export function PinnedInteractions(props: { customerId: string; editable: boolean }) {
  const t = useTexts(activityTexts);
  const { data: rows = [] } = usePinned(props.customerId);
  if (rows.length === 0) return null;
  return (
    <section className="section" aria-label={t.pinned}>
      {rows.map((interaction) => (
        <div key={interaction.id} className="pinned-interaction moment-body">
          <InteractionMoment {...props} interaction={interaction} />
        </div>
      ))}
    </section>
  );
}
