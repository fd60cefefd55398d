import { App, Button, Flex, Input, InputNumber, Segmented, Select } from "antd";
import { useMemo, useRef, useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Transaction, useCorrect, useWriteDown, type Whole } from "./api";
import { bodyOf, changesOf, type Entry, entryOf, isReady, start } from "./entry";
import { InvoiceChoice } from "./InvoiceChoice";
import { KINDS, METHODS } from "./kinds";
import { LinesEditor } from "./LinesEditor";
import { texts } from "./locale";
import "./commerce.css";

const CURRENCIES = ["CNY", "USD", "EUR", "GBP", "HKD", "JPY"];

type Props = {
  customerId: string;
  onDone: () => void;
  onCancel?: () => void;
  /** The transaction that is corrected. */
  was?: Whole;
  /** The invoice a new payment settles. */
  settles?: Transaction;
};

function useSaving({ customerId, was, onDone }: Props) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const write = useWriteDown(customerId);
  const correct = useCorrect(customerId, was?.id ?? "");
  // A press that comes before the page knows of the first, or after an answer was lost, is the same transaction.
  const once = useRef(crypto.randomUUID());
  const busy = useRef(false);
  const save = (entry: Entry) => {
    if (busy.current) return;
    busy.current = true;
    const after = {
      onSuccess: () => {
        message.success(was ? t.corrected : t.saved);
        onDone();
      },
      onError: (error: Error) => message.error(errorText(error)),
      onSettled: () => {
        busy.current = false;
      },
    };
    if (was) correct.mutate(changesOf(entry, was), after);
    else write.mutate({ ...bodyOf(entry), once: once.current }, after);
  };
  return { save, pending: write.isPending || correct.isPending };
}

function Day(props: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <span className="deal-day">
      <span className="muted small">{props.label}</span>
      <Input
        type="date"
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </span>
  );
}

type PartProps = { entry: Entry; put: (part: Partial<Entry>) => void };

function Figures({ entry, put }: PartProps) {
  const t = useTexts(texts);
  return (
    <Flex gap={8} wrap>
      {entry.lines.length === 0 && (
        <InputNumber<string>
          aria-label={t.amount}
          placeholder={t.amount}
          className="deal-amount"
          stringMode
          min="0"
          value={entry.amount}
          onChange={(amount) => put({ amount })}
        />
      )}
      <Select
        aria-label={t.currency}
        value={entry.currency}
        onChange={(currency) => put({ currency })}
        options={[...new Set([...CURRENCIES, entry.currency])].map((value) => ({
          value,
          label: value,
        }))}
      />
      <Day label={t.date} value={entry.on} onChange={(on) => put({ on })} />
      {entry.kind === "invoice" ? (
        <Day label={t.due} value={entry.due} onChange={(due) => put({ due })} />
      ) : (
        <Select
          aria-label={t.method}
          className="deal-method"
          placeholder={t.method}
          allowClear
          value={entry.method || undefined}
          onChange={(method) => put({ method: method ?? "" })}
          options={METHODS.map((value) => ({ value, label: t.methods[value] }))}
        />
      )}
    </Flex>
  );
}

/** A purchase, return, invoice or payment in as few fields as it takes; or a correction of one. */
export default function TransactionForm(props: Props) {
  const { customerId, was, settles } = props;
  const t = useTexts(texts);
  const begun = useMemo(() => (was ? entryOf(was) : start(settles)), [was, settles]);
  const [entry, setEntry] = useState(begun);
  const { save, pending } = useSaving(props);
  const put = (part: Partial<Entry>) => setEntry({ ...entry, ...part });
  const ready = isReady(entry);
  return (
    <form
      className="deal-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) save(entry);
      }}
    >
      {!was && (
        <Segmented
          aria-label={t.kind}
          value={entry.kind}
          onChange={(kind) => put({ kind })}
          options={KINDS.map((value) => ({ value, label: t.kinds[value] }))}
        />
      )}
      <Figures entry={entry} put={put} />
      {(entry.kind === "payment" || entry.kind === "return") && (
        <InvoiceChoice customerId={customerId} entry={entry} put={put} settles={settles} />
      )}
      {entry.kind !== "payment" && (
        <LinesEditor
          lines={entry.lines}
          currency={entry.currency}
          onChange={(lines) => put({ lines, amount: null })}
        />
      )}
      {entry.remark !== null && (
        <Input.TextArea
          aria-label={t.remark}
          placeholder={t.remark}
          autoSize={{ minRows: 1, maxRows: 6 }}
          value={entry.remark}
          onChange={(event) => put({ remark: event.target.value })}
        />
      )}
      <Flex justify="end" gap={8}>
        {props.onCancel && <Button onClick={props.onCancel}>{t.cancel}</Button>}
        <Button type="primary" htmlType="submit" disabled={!ready} loading={pending}>
          {was ? t.correctIt : t.save}
        </Button>
      </Flex>
    </form>
  );
}
