import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { qualityTexts } from "./locale";
import type { Row } from "./types";

/** What to mend on a customer; each leads to the field. */
export function Fixes({ row, most }: { row: Row; most: number }) {
  const t = useTexts(qualityTexts);
  const further = row.further + Math.max(0, row.findings.length - most);
  return (
    <span className="fixes">
      {row.suspected && <span className="fix suspected">{t.suspected}</span>}
      {row.findings.slice(0, most).map(({ kind, code, label, why }) => (
        <Link
          key={`${kind} ${code}`}
          to={`/customers/${row.id}?field=${encodeURIComponent(code)}`}
          className={`fix plain ${kind}`}
          title={why ?? undefined}
        >
          {t[kind](label)}
        </Link>
      ))}
      {further > 0 && <span className="fix-more muted small">{t.further(further)}</span>}
    </span>
  );
}
