import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call, client } from "../api/client";
import { RIGHTS } from "../api/rights";
import { useCan } from "../api/session";
import { useCounts } from "../features/approvals/api";
import { DECIDE, REVIEW } from "../features/approvals/rights";
import { useWaitingCount } from "../features/collaboration/api";
import { SEE_STRATEGY } from "../features/deals/rights";
import { useDueReviews } from "../features/deals/strategy/api";
import { useOpenCount } from "../features/duplicates/api";
import { useTexts } from "../lib/i18n";
import { shell } from "./locale";

function useReviewCount(enabled: boolean) {
  return useQuery({
    queryKey: ["quality", "reviews", "count"],
    queryFn: ({ signal }) =>
      call(
        client.GET("/api/quality/reviews", {
          params: { query: { which: "mine", limit: 1 } },
          signal,
        }),
      ),
    enabled,
    staleTime: 60_000,
  });
}

type Line = { to: string; text: string; count: { value: number; capped?: boolean } | undefined };

/** What waits for one's decision, by place; what is empty is left out. */
export function Waiting() {
  const t = useTexts(shell);
  const can = useCan();
  const approvals = useCounts(can(DECIDE) || can(REVIEW)).data;
  const lines: Line[] = [
    {
      to: "/privacy/approvals?which=decide",
      text: t.approvals,
      count: approvals && { value: approvals.decide },
    },
    {
      to: "/privacy/approvals?which=reviews",
      text: t.approvalReviews,
      count: approvals && { value: approvals.review },
    },
    {
      to: "/quality/reviews",
      text: t.qualityReviews,
      count: useReviewCount(can(RIGHTS.view)).data?.count,
    },
    {
      to: "/quality/duplicates",
      text: t.duplicates,
      count: useOpenCount(can(RIGHTS.review)).data,
    },
    {
      to: "/quality/collaboration",
      text: t.collaboration,
      count: useWaitingCount(can(RIGHTS.view)).data,
    },
    {
      to: "/key-accounts",
      text: t.strategyReview,
      count: useDueReviews(can(SEE_STRATEGY)).data?.count,
    },
  ];
  const waiting = lines.filter(({ count }) => count && count.value > 0);
  return (
    <section className="home-section" aria-label={t.waiting}>
      <h2>{t.waiting}</h2>
      {waiting.length === 0 ? (
        <p className="muted">{t.nothingWaits}</p>
      ) : (
        <ul className="home-list">
          {waiting.map(({ to, text, count }) => (
            <li key={to}>
              <Link to={to} className="plain">
                {text}
              </Link>
              <span className="num">
                {count?.value}
                {count?.capped && "+"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
