import { Select } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { type Transaction, useStanding, useTransactions } from "./api";
import type { Entry } from "./entry";
import { texts } from "./locale";
import { dayOf, money, some } from "./money";

const NEWEST = 200;

type Props = {
  customerId: string;
  entry: Entry;
  put: (part: Partial<Entry>) => void;
  settles?: Transaction | undefined;
};

/** The open invoices a payment may settle; what a return takes back or lowers. */
export function InvoiceChoice({ customerId, entry, put, settles }: Props) {
  const t = useTexts(texts);
  const language = useLanguage();
  const isReturn = entry.kind === "return";
  const invoices = useTransactions({ customer: customerId, open: true });
  const newest = useStanding(customerId, NEWEST);
  const rows: Transaction[] = [
    ...(settles ? [settles] : []),
    ...(invoices.data?.pages.flatMap((page) => page.rows) ?? []),
    ...(newest.data?.transactions ?? []).filter(
      (row) => !row.voided_at && (row.id === entry.refers || (isReturn && row.kind === "purchase")),
    ),
  ];
  const open = rows.filter((row, at) => rows.findIndex((each) => each.id === row.id) === at);
  const label = (row: Transaction) => {
    const left = some(row.outstanding)
      ? t.openAmount(money(row.outstanding, row.currency, language))
      : money(row.amount, row.currency, language);
    return [t.kinds[row.kind as Entry["kind"]], row.external_id || dayOf(row.at, language), left]
      .filter((each) => each !== "")
      .join(" · ");
  };
  const choose = (id: string) => {
    const row = open.find((each) => each.id === id);
    const fills = row && !entry.amount && entry.lines.length === 0 && some(row.outstanding);
    put({
      refers: id,
      ...(row ? { currency: row.currency } : {}),
      ...(fills ? { amount: row.outstanding } : {}),
    });
  };
  return (
    <Select
      aria-label={isReturn ? t.takesBack : t.forInvoice}
      className="wide"
      value={entry.refers}
      onChange={choose}
      options={[
        { value: "", label: isReturn ? t.takesBackNone : t.noInvoice },
        ...open.map((row) => ({ value: row.id, label: label(row) })),
      ]}
    />
  );
}
