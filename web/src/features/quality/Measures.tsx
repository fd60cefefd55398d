import { Tooltip } from "antd";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { qualityTexts } from "./locale";
import { type Cut, type Day, type Figures, MEASURES, type Measure } from "./types";

const LOOK_BACK_DAYS = 28;

/** The address of the list behind a number. */
export function workAddress(cut: Cut, measure?: Measure): string {
  const search = new URLSearchParams({ ...cut, ...(measure ? { measure } : {}) });
  return search.size > 0 ? `/quality/work?${search}` : "/quality/work";
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The change since four weeks ago, or since the first day that is known. */
export function change(
  trend: readonly Day[],
  measure: Measure | "overall",
): { points: number; days: number } | null {
  const last = trend[trend.length - 1];
  const start = trend.find((day) => last && daysBetween(day.day, last.day) <= LOOK_BACK_DAYS);
  const from = start?.scores[measure] ?? null;
  const to = last?.scores[measure] ?? null;
  if (!last || !start || start === last || from === null || to === null) return null;
  return { points: to - from, days: daysBetween(start.day, last.day) };
}

function Change({ trend, measure }: { trend: readonly Day[]; measure: Measure | "overall" }) {
  const t = useTexts(qualityTexts);
  const found = change(trend, measure);
  if (!found) return <span className="figure-change">&nbsp;</span>;
  const { points, days } = found;
  const word = points > 0 ? t.up(points, days) : points < 0 ? t.down(-points, days) : t.same(days);
  const kind = points > 0 ? "better" : points < 0 ? "worse" : "muted";
  return (
    <span className={`figure-change small ${kind}`}>
      <span aria-hidden>{points > 0 ? "↑ " : points < 0 ? "↓ " : ""}</span>
      {word}
    </span>
  );
}

/** Five calm figures and their sum; each opens the list behind it. */
export function Measures({ figures, cut }: { figures: Figures; cut: Cut }) {
  const t = useTexts(qualityTexts);
  const language = useLanguage();
  const { scores, defects, trend } = figures;
  return (
    <ul className="figures" aria-label={t.title}>
      <li className="figure figure-main">
        <span className="muted">{t.overall}</span>
        <span className="figure-number">{scores.overall ?? t.notMeasured}</span>
        <Change trend={trend} measure="overall" />
        <Link to={workAddress(cut)} className="small">
          {t.workAll}
        </Link>
      </li>
      {MEASURES.map((measure) => {
        const score = scores[measure];
        const count = defects[measure] ?? 0;
        return (
          <li key={measure} className="figure">
            <Tooltip title={t.measureHint[measure]}>
              <span className="muted">{t[measure]}</span>
            </Tooltip>
            <span className={score === null ? "figure-number none" : "figure-number"}>
              {score ?? t.notMeasured}
              {score !== null && <span className="percent">%</span>}
            </span>
            <Change trend={trend} measure={measure} />
            {count > 0 ? (
              <Link to={workAddress(cut, measure)} className="small">
                {t.toFix[measure](formatNumber(count, language))}
              </Link>
            ) : (
              <span className="muted small">{score === null ? "" : t.nothingToFix}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
