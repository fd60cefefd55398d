import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import type { Listed, Stage } from "./api";
import { daysTo } from "./board";
import { CardMenu } from "./CardMenu";
import { dealTexts } from "./locale";
import { money } from "./money";
import type { Deeds } from "./useDeeds";
import { daysSince, titleOf } from "./words";

// Longer than this in one stage is worth a look.
const LONG = 14;

/** When it is expected: overdue in red, near in days, otherwise the day. */
export function Expected({ day }: { day: string }) {
  const t = useTexts(dealTexts);
  const days = daysTo(day);
  if (days < 0) return <span className="deal-late">{t.overdue(-days)}</span>;
  return <span title={day}>{days <= 14 ? t.dueIn(days) : day}</span>;
}

type Props = {
  card: Listed;
  stages: Stage[];
  deeds: Deeds<Listed>;
  showOwner: boolean;
  onOpen: () => void;
  onDrag: (taken: boolean) => void;
};

export function DealCard({ card, stages, deeds, showOwner, onOpen, onDrag }: Props) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const stood = daysSince(card.stage_since);
  return (
    <article
      className="deal-card"
      draggable={card.editable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", card.id);
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
    >
      <div className="deal-card-head">
        <button type="button" className="deal-title" onClick={onOpen}>
          {titleOf(card, t.unreadable)}
        </button>
        {card.editable && <CardMenu {...{ card, stages, deeds }} />}
      </div>
      <Link to={`/customers/${card.customer_id}`} className="plain small deal-customer">
        {card.customer_name}
      </Link>
      <div className="deal-facts small">
        <strong className="num">{money(card.amount, card.currency, language)}</strong>
        <Expected day={card.expected_on} />
        {stood > LONG && <span className="muted">{t.stood(stood)}</span>}
        {showOwner && <span className="muted deal-owner">{card.owner?.name}</span>}
      </div>
    </article>
  );
}
