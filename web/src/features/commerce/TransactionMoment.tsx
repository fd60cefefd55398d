import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import type { Transaction } from "./api";
import { KindMarks, Money } from "./Bits";
import type { Method } from "./kinds";
import { texts } from "./locale";
import { onDay, some } from "./money";

const TransactionDialog = lazy(async () => ({
  default: (await import("./TransactionDialog")).TransactionDialog,
}));

/** A transaction as a line of the timeline. */
export function TransactionMoment({ customerId, row }: { customerId: string; row: Transaction }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className={row.voided_at ? "voided" : undefined}>
        <strong>
          <KindMarks row={row} /> <Money {...row} />
        </strong>{" "}
        <span className="muted small">
          <RelativeTime at={row.at} />
          {row.method && ` · ${t.methods[row.method as Method]}`}
          {row.due_on && some(row.outstanding) && ` · ${t.dueBy(onDay(row.due_on, language))}`}
          {row.line_count > 0 && ` · ${t.lines(row.line_count)}`}
        </span>
        <Button type="link" size="small" onClick={() => setOpen(true)}>
          {t.details}
        </Button>
      </div>
      {row.remark && <div className="moment-text">{row.remark}</div>}
      {open && (
        <Suspense fallback={null}>
          <TransactionDialog customerId={customerId} id={row.id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
