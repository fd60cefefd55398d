import { Tooltip } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber, grouped } from "../../lib/numbers";
import { percent } from "./cleaning";
import { locale } from "./locale";
import type { Profile } from "./types";

const ENDS = ["least", "median", "greatest"] as const;

/** Four figures, then how far the values reach and why some are invalid. */
export function Figures({ profile }: { profile: Profile }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const count = (value: number) => formatNumber(value, language);
  const share = (value: number) => t.shareOf(`${percent(value, profile.customers)}%`);
  const distinct = count(profile.distinct);
  const { shortest, longest } = profile;
  const lengths =
    shortest !== null && longest !== null && t.lengths(count(shortest), count(longest));
  const ends = ENDS.filter((end) => profile[end] !== null);
  return (
    <>
      <ul className="clean-figures" aria-label={t.figures}>
        <li>
          <span className="muted">{t.filled}</span>
          <b>{count(profile.filled)}</b>
          <span className="muted small">{share(profile.filled)}</span>
        </li>
        <li>
          <span className="muted">{t.empty}</span>
          <b>{count(profile.empty)}</b>
          <span className="muted small">{share(profile.empty)}</span>
        </li>
        <li>
          <span className="muted">{t.distinct}</span>
          {profile.distinct_capped ? (
            <Tooltip title={t.cappedHint}>
              <b>{t.atLeast(distinct)}</b>
            </Tooltip>
          ) : (
            <b>{distinct}</b>
          )}
        </li>
        <li className={profile.invalid > 0 ? "clean-bad" : undefined}>
          <span className="muted">{t.invalid}</span>
          <b>{count(profile.invalid)}</b>
          <span className="muted small">{share(profile.invalid)}</span>
        </li>
      </ul>
      {(ends.length > 0 || lengths || profile.reasons.length > 0) && (
        <dl className="clean-facts">
          {ends.map((end) => (
            <div key={end}>
              <dt className="muted">{t[end]}</dt>
              <dd>{grouped(profile[end] ?? "")}</dd>
            </div>
          ))}
          {lengths && (
            <div>
              <dt className="muted">{t.length}</dt>
              <dd>{lengths}</dd>
            </div>
          )}
          {profile.reasons.length > 0 && (
            <div>
              <dt className="muted">{t.reasons}</dt>
              <dd>
                {profile.reasons.map(({ reason, text, count: times }) => (
                  <span key={reason} className="clean-reason">
                    {text} <b>{count(times)}</b>
                  </span>
                ))}
              </dd>
            </div>
          )}
        </dl>
      )}
    </>
  );
}
