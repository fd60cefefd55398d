import { App, Button, Descriptions, Modal, Table, Tag } from "antd";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { QueryState } from "../../ui/states";
import { useTransaction, useVoid, type Whole } from "./api";
import { KindMarks, Money } from "./Bits";
import type { Method } from "./kinds";
import { texts } from "./locale";
import { dayOf, money, onDay, some } from "./money";
import { RECORD } from "./rights";

type Props = { customerId: string; id: string; onClose: () => void };

function Facts({ whole }: { whole: Whole }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const items = [
    { label: t.kind, children: <KindMarks row={whole} /> },
    { label: t.amount, children: <Money {...whole} /> },
    { label: t.date, children: dayOf(whole.at, language) },
    whole.due_on && { label: t.due, children: onDay(whole.due_on, language) },
    some(whole.outstanding) && {
      label: t.open,
      children: <Money amount={whole.outstanding} currency={whole.currency} />,
    },
    whole.method && { label: t.method, children: t.methods[whole.method as Method] },
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

/** One transaction with its lines; whoever may can void it. */
export function TransactionDialog({ customerId, id, onClose }: Props) {
  const t = useTexts(texts);
  const can = useCan();
  const { message, modal } = App.useApp();
  const query = useTransaction(customerId, id);
  const voiding = useVoid(customerId);
  const whole = query.data;
  const mayVoid = whole?.editable && can(RECORD) && !whole.voided_at;
  const ask = () =>
    whole &&
    modal.confirm({
      title: t.voidSure,
      content: t.voidHint,
      okText: t.voidIt,
      okButtonProps: { danger: true },
      onOk: () =>
        voiding
          .mutateAsync({ id, version: whole.version })
          .catch((error) => message.error(errorText(error))),
    });
  return (
    <Modal
      open
      title={t.transaction}
      width={640}
      onCancel={onClose}
      footer={[
        mayVoid && (
          <Button key="void" danger onClick={ask}>
            {t.voidIt}
          </Button>
        ),
        <Button key="close" onClick={onClose}>
          {t.close}
        </Button>,
      ]}
    >
      <QueryState query={query}>
        {(found) => (
          <>
            <Facts whole={found} />
            <Lines whole={found} />
          </>
        )}
      </QueryState>
    </Modal>
  );
}
