import { Tooltip } from "antd";
import { useTexts } from "../../lib/i18n";
import { locale } from "./locale";
import type { Group, Pair, Reason } from "./types";
import { share, weight } from "./words";

function Chip({ text, tenths }: { text: string; tenths: number }) {
  return (
    <li className={`dup-reason ${tenths < 0 ? "dup-against" : "dup-for"}`}>
      {text}
      <span className="dup-weight">{weight(tenths)}</span>
    </li>
  );
}

/** Fields that were compared, but whose outcome the reader may not learn. */
function Masked({ reasons }: { reasons: Reason[] }) {
  const t = useTexts(locale);
  const fields = reasons.filter((each) => each.weight === null).map((each) => each.text);
  if (fields.length === 0) return null;
  return <li className="dup-reason dup-reason-masked">{t.maskedReasons(fields.join(t.comma))}</li>;
}

/** Why two members are suspected, each piece with its share. */
export function PairReasons({ pair }: { pair: Pair }) {
  const t = useTexts(locale);
  return (
    <Tooltip title={t.weightHint} mouseEnterDelay={0.8} placement="bottomLeft">
      <ul className="dup-reasons" aria-label={t.reasonsTitle}>
        {pair.reasons.map(
          ({ code, text, weight: tenths }) =>
            tenths !== null && <Chip key={code} text={text} tenths={tenths} />,
        )}
        <Masked reasons={pair.reasons} />
      </ul>
    </Tooltip>
  );
}

/** The pair that speaks for a member: with the survivor, or else its strongest. */
export function pairFor(group: Group, member: string, survivor: string): Pair | undefined {
  const mine = group.pairs.filter((each) => each.one === member || each.other === member);
  return mine.find((each) => each.one === survivor || each.other === survivor) ?? mine[0];
}

/** The level in words and the score; of a group of two also its reasons. */
export function Verdict({ group }: { group: Group }) {
  const t = useTexts(locale);
  const [only] = group.pairs;
  return (
    <section className="dup-verdict" aria-label={t.reasonsTitle}>
      <div className="dup-verdict-head">
        <strong className={`dup-level dup-${group.level}`}>{t.levels[group.level]}</strong>
        <span className="muted">
          {group.score === null ? t.scoreUntold : t.score(share(group.score))}
        </span>
      </div>
      {group.members.length === 2 && only && <PairReasons pair={only} />}
      {group.concealed > 0 && <div className="small muted">{t.concealed(group.concealed)}</div>}
    </section>
  );
}
