import { Button, Tooltip } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { locale } from "./locale";
import { FATES } from "./steps";
import type { Chosen, Counts } from "./types";

type Props = { counts: Counts; chosen: Chosen; onChoose: (fate: Chosen) => void };

/** The counts as buttons: each opens the rows behind it. */
export function FateBar({ counts, chosen, onChoose }: Props) {
  const t = useTexts(locale);
  const language = useLanguage();
  return (
    <fieldset className="fates" aria-label={t.fate}>
      <Button
        type="text"
        className="fate"
        aria-pressed={chosen === ""}
        onClick={() => onChoose("")}
      >
        <b className="fate-count">{formatNumber(counts.rows, language)}</b>
        <span>{t.allRows}</span>
      </Button>
      {FATES.map((fate) => (
        <Tooltip key={fate} title={t.fateHints[fate]}>
          <Button
            type="text"
            className={counts[fate] > 0 ? `fate fate-${fate}` : "fate"}
            aria-pressed={chosen === fate}
            onClick={() => onChoose(fate)}
          >
            <b className="fate-count">{formatNumber(counts[fate], language)}</b>
            <span>{t.fates[fate]}</span>
          </Button>
        </Tooltip>
      ))}
      {counts.suspected > 0 && (
        <Tooltip title={t.suspectedHint}>
          <Button
            type="text"
            className="fate fate-suspected"
            aria-pressed={chosen === "suspected"}
            onClick={() => onChoose("suspected")}
          >
            <b className="fate-count">{formatNumber(counts.suspected, language)}</b>
            <span>{t.suspected}</span>
          </Button>
        </Tooltip>
      )}
    </fieldset>
  );
}
