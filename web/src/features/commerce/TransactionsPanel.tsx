import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { QueryState } from "../../ui/states";
import { type Balance, type Transaction, useStanding } from "./api";
import { KindMarks, Money } from "./Bits";
import { texts } from "./locale";
import { dayOf, some } from "./money";
import { RECORD, VIEW } from "./rights";
import "./commerce.css";

const TransactionDialog = lazy(async () => ({
  default: (await import("./TransactionDialog")).TransactionDialog,
}));
const RecordDialog = lazy(async () => ({
  default: (await import("./RecordDialog")).RecordDialog,
}));

const SHOWN = 5;

function Standing({ balance }: { balance: Balance }) {
  const t = useTexts(texts);
  const { currency } = balance;
  const facts = [
    ["purchased", balance.purchased],
    ["returned", balance.returned],
    ["invoiced", balance.invoiced],
    ["paid", balance.paid],
  ] as const;
  return (
    <div className="standing">
      {some(balance.invoiced) && (
        <div className="standing-owed">
          <span>{some(balance.owed) ? t.balance : t.settled}</span>
          {some(balance.owed) && (
            <strong>
              <Money amount={balance.owed} currency={currency} />
            </strong>
          )}
        </div>
      )}
      {some(balance.overdue) && (
        <div className="standing-owed standing-late">
          <span>{t.overdueDays(balance.overdue_days)}</span>
          <strong>
            <Money amount={balance.overdue} currency={currency} />
          </strong>
        </div>
      )}
      <div className="muted small">
        {facts
          .filter(([, amount]) => some(amount))
          .map(([name, amount]) => (
            <span key={name} className="standing-fact">
              {t[name]} <Money amount={amount} currency={currency} />
            </span>
          ))}
      </div>
    </div>
  );
}

function Row({ row, onOpen }: { row: Transaction; onOpen: () => void }) {
  const language = useLanguage();
  return (
    <li className={row.voided_at ? "voided" : undefined}>
      <button type="button" className="deal" onClick={onOpen}>
        <span>
          <KindMarks row={row} />
          <span className="muted small num">{dayOf(row.at, language)}</span>
        </span>
        <Money {...row} />
      </button>
    </li>
  );
}

/** How a customer stands, its newest transactions, and the way to record one. */
export function TransactionsPanel({ customerId }: { customerId: string }) {
  const t = useTexts(texts);
  const can = useCan();
  const [open, setOpen] = useState("");
  const [recording, setRecording] = useState(false);
  const query = useStanding(customerId, SHOWN, can(VIEW));
  if (!can(VIEW)) return null;
  return (
    <section className="section" aria-label={t.transactions}>
      <h2>
        {t.transactions}
        {query.data?.editable && can(RECORD) && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t.record}
            onClick={() => setRecording(true)}
          />
        )}
      </h2>
      <QueryState query={query}>
        {({ balances, transactions, count }) =>
          transactions.length === 0 ? (
            <p className="muted">{t.none}</p>
          ) : (
            <>
              {balances.map((balance) => (
                <Standing key={balance.currency} balance={balance} />
              ))}
              <ul className="deals">
                {transactions.map((row) => (
                  <Row key={row.id} row={row} onOpen={() => setOpen(row.id)} />
                ))}
              </ul>
              <p className="muted small num">
                <Link to={`/transactions?customer=${customerId}`}>
                  {t.count(count.capped ? `${count.value}+` : `${count.value}`)}
                </Link>
              </p>
            </>
          )
        }
      </QueryState>
      <Suspense fallback={null}>
        {open && (
          <TransactionDialog customerId={customerId} id={open} onClose={() => setOpen("")} />
        )}
        {recording && <RecordDialog customerId={customerId} onClose={() => setRecording(false)} />}
      </Suspense>
    </section>
  );
}
