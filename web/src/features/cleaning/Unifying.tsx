import { Button } from "antd";
import { useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { unified } from "./cleaning";
import { locale } from "./locale";
import type { Change } from "./types";

const LINES = 4;
const VALUES = 8;

type Props = {
  changes: Change[];
  more: number;
  without?: ReadonlySet<string>;
  /** Leaves a value as it is, or takes it in again. */
  onToggle?: (before: string) => void;
};

/** From many ways of writing to one: each line ends in what they become. */
export function Unifying({ changes, more, without, onToggle }: Props) {
  const t = useTexts(locale);
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const lines = unified(changes);
  const folded = lines.length > LINES || lines.some(({ from }) => from.length > VALUES);
  const count = (value: number) => formatNumber(value, language);
  if (lines.length === 0) return null;
  return (
    <>
      <ul className="clean-lines">
        {lines.slice(0, open ? undefined : LINES).map(({ after, text, from }) => (
          <li key={after ?? ""}>
            {from.slice(0, open ? undefined : VALUES).map((change) => (
              <Before
                key={change.before}
                change={change}
                out={without?.has(change.before) ?? false}
                onToggle={onToggle}
              />
            ))}
            {!open && from.length > VALUES && (
              <span className="muted small">+{count(from.length - VALUES)}</span>
            )}
            <span className="clean-to">
              <span role="img" aria-label={t.becomes}>
                →
              </span>{" "}
              {after === null ? <em>{t.emptied}</em> : <b>{text ?? after}</b>}
              {from[0]?.unfit && <span className="clean-unfit">{t.unfit(from[0].unfit)}</span>}
            </span>
          </li>
        ))}
      </ul>
      {(folded || more > 0) && (
        <div className="clean-lines-foot small">
          {folded && (
            <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t.showLess : t.showAll(count(changes.length))}
            </Button>
          )}
          {more > 0 && <span className="muted">{t.andMore(count(more))}</span>}
        </div>
      )}
    </>
  );
}

type BeforeProps = {
  change: Change;
  out: boolean;
  onToggle: ((before: string) => void) | undefined;
};

function Before({ change, out, onToggle }: BeforeProps) {
  const t = useTexts(locale);
  const language = useLanguage();
  const shown = change.before_shown || change.before;
  const inside = (
    <>
      <span className="clean-value">{shown}</span>{" "}
      {change.count > 0 && (
        <span className="clean-times">{formatNumber(change.count, language)}</span>
      )}
    </>
  );
  if (!onToggle) return <span className="clean-from">{inside}</span>;
  return (
    <button
      type="button"
      className="clean-from"
      aria-pressed={!out}
      title={out ? t.takeIn(shown) : t.leaveOut(shown)}
      onClick={() => onToggle(change.before)}
    >
      {inside}
    </button>
  );
}
