import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { qualityTexts } from "./locale";
import type { Row } from "./types";

/** What to mend on a customer; each leads to the field. */
export function Fixes({ row, most }: { row: Row; most: number }) {
  const t = useTexts(qualityTexts);
  return (
    <span className="fixes">
      {row.suspected && <span className="fix suspected">{t.suspected}</span>}
      {row.findings.slice(0, most).map(({ kind, code, label }) => (
        <Link
          key={`${kind} ${code}`}
          to={`/customers/${row.id}?field=${encodeURIComponent(code)}`}
          className={`fix plain ${kind}`}
        >
          {t[kind](label)}
        </Link>
      ))}
    </span>
  );
}
