import { App, Button, Descriptions, Modal, Table, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { QueryState } from "../../ui/states";
import { type Referred, useTransaction, useVoid, type Whole } from "./api";
import { KindMarks, Money } from "./Bits";
import type { Kind, Method } from "./kinds";
import { texts } from "./locale";
import { dayOf, money, onDay, some } from "./money";
import { RECORD } from "./rights";

const TransactionForm = lazy(() => import("./TransactionForm"));

type Props = { customerId: string; id: string; onClose: () => void };
type Opens = (id: string) => void;

function Referring({ row, onOpen }: { row: Referred; onOpen: Opens }) {
  const t = useTexts(texts);
  const language = useLanguage();
  return (
    <Button type="link" size="small" className="deal-link" onClick={() => onOpen(row.id)}>
      {t.kinds[row.kind as Kind]} {row.number || dayOf(row.at, language)} <Money {...row} />
      {row.voided && ` ${t.voided}`}
    </Button>
  );
}

function useFacts(whole: Whole, onOpen: Opens) {
  const t = useTexts(texts);
  const language = useLanguage();
  return [
    { label: t.kind, children: <KindMarks row={whole} /> },
    { label: t.amount, children: <Money {...whole} /> },
    { label: t.date, children: dayOf(whole.at, language) },
    whole.due_on && { label: t.due, children: onDay(whole.due_on, language) },
    some(whole.outstanding) && {
      label: t.open,
      children: <Money amount={whole.outstanding} currency={whole.currency} />,
    },
    whole.method && { label: t.method, children: t.methods[whole.method as Method] },
    whole.refers && {
      label: t.settles,
      children: <Referring row={whole.refers} onOpen={onOpen} />,
    },
    whole.settling.length > 0 && {
      label: t.settledBy,
      children: (
        <div>
          {whole.settling.map((row) => (
            <div key={row.id}>
              <Referring row={row} onOpen={onOpen} />
            </div>
          ))}
        </div>
      ),
    },
    whole.external_id && {
      label: t.number,
      children: (
        <>
          {whole.external_id} <Tag variant="filled">{whole.source}</Tag>
        </>
      ),
    },
    whole.remark !== "" && { label: t.remark, children: whole.remark ?? t.remarkHidden },
  ].filter((each) => typeof each === "object" && each !== null);
}

function Facts({ whole, onOpen }: { whole: Whole; onOpen: Opens }) {
  const items = useFacts(whole, onOpen);
  return (
    <Descriptions
      size="small"
      column={1}
      items={items.map((item, index) => ({ ...item, key: index }))}
    />
  );
}

function Lines({ whole }: { whole: Whole }) {
  const t = useTexts(texts);
  const language = useLanguage();
  if (whole.lines.length === 0) return null;
  return (
    <Table
      size="small"
      rowKey="ordinal"
      dataSource={whole.lines}
      pagination={whole.lines.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: "max-content" }}
      columns={[
        { title: t.lineText, render: (_, line) => `${line.code} ${line.text}`.trim() },
        { title: t.quantity, align: "right", render: (_, line) => `${line.quantity} ${line.unit}` },
        { title: t.price, align: "right", dataIndex: "price" },
        {
          title: t.amount,
          align: "right",
          render: (_, line) => money(line.amount, whole.currency, language),
        },
      ]}
    />
  );
}

/** What it was before it was corrected, and who did it. */
function Corrections({ whole }: { whole: Whole }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const names = t.fields as Record<string, string>;
  if (whole.corrections.length === 0) return null;
  return (
    <section aria-label={t.corrections} className="corrections">
      {whole.corrections.map((each) => (
        <div key={each.at} className="muted small">
          <RelativeTime at={each.at} />{" "}
          {t.correctedBy(each.by, each.fields.map((field) => names[field] ?? field).join("、"))}
          {each.amount !== null && t.was(money(each.amount, each.currency, language))}
        </div>
      ))}
    </section>
  );
}

type Doing = "" | "correcting" | "paying";

/** One transaction with its lines; whoever may can settle, correct and void it. */
export function TransactionDialog({ customerId, id: first, onClose }: Props) {
  const t = useTexts(texts);
  const can = useCan();
  const { message, modal } = App.useApp();
  const [id, setId] = useState(first);
  const [doing, setDoing] = useState<Doing>("");
  const query = useTransaction(customerId, id);
  const voiding = useVoid(customerId);
  const whole = query.data;
  const may = whole?.editable && can(RECORD) && !whole.voided_at;
  const ask = () =>
    whole &&
    modal.confirm({
      title: t.voidSure,
      content: t.voidHint,
      okText: t.voidIt,
      cancelText: t.cancel,
      okButtonProps: { danger: true },
      onOk: () =>
        voiding
          .mutateAsync({ id, version: whole.version })
          .catch((error) => message.error(errorText(error))),
    });
  return (
    <Modal
      open
      title={doing === "paying" ? t.recordPayment : doing ? t.correctTitle : t.transaction}
      width={doing === "correcting" ? 720 : 640}
      onCancel={onClose}
      footer={
        doing === "" && [
          may && (
            <Button key="void" danger onClick={ask}>
              {t.voidIt}
            </Button>
          ),
          may && (
            <Button key="correct" onClick={() => setDoing("correcting")}>
              {t.correctIt}
            </Button>
          ),
          may && some(whole.outstanding) && (
            <Button key="pay" type="primary" onClick={() => setDoing("paying")}>
              {t.recordPayment}
            </Button>
          ),
          <Button key="close" onClick={onClose}>
            {t.close}
          </Button>,
        ]
      }
    >
      <QueryState query={query}>
        {(found) =>
          doing === "" ? (
            <>
              <Facts whole={found} onOpen={setId} />
              <Lines whole={found} />
              <Corrections whole={found} />
            </>
          ) : (
            <Suspense fallback={null}>
              <TransactionForm
                key={doing}
                customerId={customerId}
                onDone={() => setDoing("")}
                onCancel={() => setDoing("")}
                {...(doing === "correcting" ? { was: found } : { settles: found })}
              />
            </Suspense>
          )
        }
      </QueryState>
    </Modal>
  );
}
