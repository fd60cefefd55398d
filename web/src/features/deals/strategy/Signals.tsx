import { WarningOutlined } from "@ant-design/icons";
import { useLanguage, useTexts } from "../../../lib/i18n";
import type { Signal } from "./api";
import { strategyTexts } from "./locale";
import { told } from "./words";

type Props = {
  signals: Signal[];
  /** No more than these; the rest is counted. */
  most?: number;
};

/** What gives cause for concern, the gravest first, each with why. */
export function Signals({ signals, most = signals.length }: Props) {
  const t = useTexts(strategyTexts);
  const language = useLanguage();
  if (signals.length === 0) return <p className="muted strategy-calm">{t.noRisks}</p>;
  const rest = signals.length - most;
  return (
    <ul className="deal-panel">
      {signals.slice(0, most).map((signal) => (
        <li key={`${signal.cause}${signal.currency ?? ""}`} className="strategy-signal">
          <WarningOutlined aria-hidden className="deal-late" />
          <span>{told(signal, t, language)}</span>
        </li>
      ))}
      {rest > 0 && <li className="muted small">{t.more(rest)}</li>}
    </ul>
  );
}
