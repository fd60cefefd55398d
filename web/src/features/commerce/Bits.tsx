import { Tag } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import type { Transaction } from "./api";
import type { Kind } from "./kinds";
import { texts } from "./locale";
import { money } from "./money";

/** An amount as the reader's language writes it; what came back or was paid is told by its kind, not by a sign. */
export function Money({ amount, currency }: { amount: string; currency: string }) {
  return <span className="num">{money(amount, currency, useLanguage())}</span>;
}

type Shown = Pick<Transaction, "kind" | "voided_at" | "overdue_days">;

/** A transaction's kind, and what is remarkable about it. */
export function KindMarks({ row }: { row: Shown }) {
  const t = useTexts(texts);
  return (
    <>
      {t.kinds[row.kind as Kind]} {row.voided_at && <Tag variant="filled">{t.voided}</Tag>}
      {row.overdue_days > 0 && (
        <Tag variant="filled" color="error">
          {t.overdueDays(row.overdue_days)}
        </Tag>
      )}
    </>
  );
}
