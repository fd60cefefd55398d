import { useTexts } from "../../../lib/i18n";
import { RelativeTime } from "../../../ui/RelativeTime";
import type { Review } from "./api";
import { strategyTexts } from "./locale";

/** A review of the strategy, in the timeline and in the plan. */
export function ReviewMoment({ review }: { review: Review }) {
  const t = useTexts(strategyTexts);
  return (
    <>
      <div>
        <strong>{t.review}</strong>{" "}
        <span className="muted small">
          {review.by?.name ?? t.someone} · <RelativeTime at={review.at} />
        </span>
      </div>
      <div className="moment-text">{review.words ?? t.unreadable}</div>
    </>
  );
}
