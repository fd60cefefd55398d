import { App, Button, Flex, Input, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type NewTransaction, useStanding, useWriteDown } from "./api";
import { KINDS, type Kind, METHODS, type Method } from "./kinds";
import { texts } from "./locale";
import { dayOf, money, some } from "./money";
import "./commerce.css";

const CURRENCIES = ["CNY", "USD", "EUR", "GBP", "HKD", "JPY"];
const INVOICES = 200;
type Said = { currency: string; at: string; due: string; invoice: string; remark: string };
const BLANK: Said = { currency: "CNY", at: "", due: "", invoice: "", remark: "" };

/** The open invoices a payment may settle. */
function InvoiceChoice(props: {
  customerId: string;
  value: string;
  onChange: (id: string, left: string, currency: string) => void;
}) {
  const t = useTexts(texts);
  const language = useLanguage();
  const standing = useStanding(props.customerId, INVOICES);
  const open = (standing.data?.transactions ?? []).filter((row) => some(row.outstanding));
  const label = (row: (typeof open)[number]) =>
    `${dayOf(row.at, language)} · ${t.openAmount(money(row.outstanding, row.currency, language))}`;
  return (
    <Select
      aria-label={t.forInvoice}
      className="wide"
      value={props.value}
      onChange={(id) => {
        const row = open.find((each) => each.id === id);
        props.onChange(id, row?.outstanding ?? "", row?.currency ?? "");
      }}
      options={[
        { value: "", label: t.noInvoice },
        ...open.map((row) => ({ value: row.id, label: label(row) })),
      ]}
    />
  );
}

type Props = { customerId: string; onDone: () => void };

/** A purchase, return, invoice or payment in as few fields as it takes. */
export function TransactionComposer({ customerId, onDone }: Props) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [kind, setKind] = useState<Kind>("purchase");
  const [amount, setAmount] = useState<string | null>(null);
  const [method, setMethod] = useState<Method | "">("");
  const [said, setSaid] = useState<Said>(BLANK);
  const write = useWriteDown(customerId);
  const put = (part: Partial<Said>) => setSaid({ ...said, ...part });
  const ready = amount !== null && amount !== "";
  const submit = () => {
    if (!ready || write.isPending) return;
    const body: NewTransaction = {
      kind,
      amount,
      currency: said.currency,
      method: kind === "invoice" ? "" : method,
      remark: said.remark.trim(),
      ...(said.at ? { at: new Date(`${said.at}T12:00`).toISOString() } : {}),
      ...(kind === "invoice" && said.due ? { due_on: said.due } : {}),
      ...(kind === "payment" && said.invoice ? { refers_to: said.invoice } : {}),
      lines: [],
    };
    write.mutate(body, {
      onSuccess: () => {
        message.success(t.saved);
        onDone();
      },
      onError: (error) => message.error(errorText(error)),
    });
  };
  return (
    <form
      className="deal-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Segmented
        aria-label={t.kind}
        value={kind}
        onChange={setKind}
        options={KINDS.map((value) => ({ value, label: t.kinds[value] }))}
      />
      <Flex gap={8} wrap>
        <InputNumber<string>
          aria-label={t.amount}
          placeholder={t.amount}
          className="deal-amount"
          stringMode
          min="0"
          value={amount}
          onChange={setAmount}
        />
        <Select
          aria-label={t.currency}
          value={said.currency}
          onChange={(currency) => put({ currency })}
          options={CURRENCIES.map((value) => ({ value, label: value }))}
        />
        <span className="deal-day">
          <span className="muted small">{t.date}</span>
          <Input
            type="date"
            aria-label={t.date}
            value={said.at}
            onChange={(event) => put({ at: event.target.value })}
          />
        </span>
        {kind === "invoice" ? (
          <span className="deal-day">
            <span className="muted small">{t.due}</span>
            <Input
              type="date"
              aria-label={t.due}
              value={said.due}
              onChange={(event) => put({ due: event.target.value })}
            />
          </span>
        ) : (
          <Select
            aria-label={t.method}
            className="deal-method"
            placeholder={t.method}
            allowClear
            value={method || undefined}
            onChange={(value) => setMethod(value ?? "")}
            options={METHODS.map((value) => ({ value, label: t.methods[value] }))}
          />
        )}
      </Flex>
      {kind === "payment" && (
        <InvoiceChoice
          customerId={customerId}
          value={said.invoice}
          onChange={(invoice, left, currency) => {
            put({ invoice, ...(currency ? { currency } : {}) });
            if (left && !ready) setAmount(left);
          }}
        />
      )}
      <Input.TextArea
        aria-label={t.remark}
        placeholder={t.remark}
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={said.remark}
        onChange={(event) => put({ remark: event.target.value })}
      />
      <Flex justify="end">
        <Button type="primary" htmlType="submit" disabled={!ready} loading={write.isPending}>
          {t.save}
        </Button>
      </Flex>
    </form>
  );
}
