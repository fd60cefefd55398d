import { Alert, App, Button, Descriptions, Flex, Form, Input, Popconfirm, Tag } from "antd";
import { Link, useParams } from "react-router";
import { exactTime } from "../../../lib/dates";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { actorName } from "../../../ui/actorName";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { PageHeader } from "../../../ui/PageHeader";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { type DisputeCase, useAnswer, useDispute, useWithdraw } from "./api";
import { DecisionForm } from "./DecisionForm";
import { EvidencePart } from "./EvidencePart";
import { disputeTexts } from "./locale";
import "../ownership.css";

const COLOURS = { open: "blue", decided: "green", withdrawn: "default" };

function Statements({ dispute }: { dispute: DisputeCase }) {
  const t = useTexts(disputeTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<{ text: string }>();
  const answer = useAnswer(dispute.id);
  const send = ({ text }: { text: string }) =>
    answer.mutate(text, {
      onSuccess: () => {
        form.resetFields();
        message.success(t.added);
      },
    });
  return (
    <section className="pool-section" aria-label={t.statements}>
      <h2>{t.statements}</h2>
      <ul className="dispute-said">
        {dispute.said.map((said) => (
          <li key={`${said.at} ${said.by?.id}`}>
            <strong>{said.by?.name ?? t.unknown}</strong>{" "}
            <span className="muted small">{exactTime(said.at)}</span>{" "}
            {said.decides && <Tag color="green">{t.decisionSays}</Tag>}
            <p>{said.text}</p>
          </li>
        ))}
      </ul>
      {dispute.state === "open" && (
        <Form form={form} layout="vertical" onFinish={send}>
          {answer.isError && <Alert type="error" showIcon title={errorText(answer.error)} />}
          <Form.Item
            name="text"
            label={t.add}
            rules={[{ required: true, whitespace: true, message: t.whyMissing }]}
          >
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5000} />
          </Form.Item>
          <Button htmlType="submit" loading={answer.isPending}>
            {t.add}
          </Button>
        </Form>
      )}
    </section>
  );
}

function Facts({ dispute }: { dispute: DisputeCase }) {
  const t = useTexts(disputeTexts);
  const list = new Intl.ListFormat(useLanguage(), { type: "conjunction" });
  const c = useTexts(common);
  const items = [
    {
      key: "customer",
      label: t.customer,
      children: dispute.customer_id ? (
        <Link to={`/customers/${dispute.customer_id}`}>
          {dispute.name ?? dispute.number} <span className="num small">{dispute.number}</span>
        </Link>
      ) : (
        <>
          <span className="num">{dispute.number}</span>{" "}
          <span className="muted">{t.outOfSight}</span>
        </>
      ),
    },
    {
      key: "parties",
      label: t.parties,
      children: list.format(dispute.parties.map((person) => person.name)),
    },
    { key: "then", label: t.ownerThen, children: dispute.owner?.name ?? t.nobody },
    {
      key: "raised",
      label: t.raisedBy,
      children: (
        <Flex gap={8} wrap>
          {dispute.raised_by ? actorName(dispute.raised_by, c) : t.unknown}
          <RelativeTime at={dispute.raised_at} />
        </Flex>
      ),
    },
  ];
  return (
    <Descriptions className="dispute-facts" size="small" column={{ xs: 1, md: 2 }} items={items} />
  );
}

function Withdraw({ dispute }: { dispute: DisputeCase }) {
  const t = useTexts(disputeTexts);
  const { message } = App.useApp();
  const withdraw = useWithdraw(dispute);
  const run = () =>
    withdraw.mutate(undefined, {
      onSuccess: () => message.success(t.withdrew),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Popconfirm title={t.withdrawSure} onConfirm={run}>
      <Button loading={withdraw.isPending}>{t.withdraw}</Button>
    </Popconfirm>
  );
}

function Opened({ dispute }: { dispute: DisputeCase }) {
  const t = useTexts(disputeTexts);
  return (
    <>
      <PageHeader
        title={`${t.title} · ${dispute.name ?? dispute.number}`}
        note={<Tag color={COLOURS[dispute.state]}>{t.states[dispute.state]}</Tag>}
        actions={dispute.may_withdraw && <Withdraw dispute={dispute} />}
      >
        <Link to="/pools/disputes">{t.back}</Link>
      </PageHeader>
      {dispute.state === "decided" && (
        <Alert
          type="success"
          showIcon
          title={t.awarded(dispute.awarded_to?.name ?? t.unknown)}
          description={
            <Flex gap={8} wrap>
              {t.endedBy(dispute.ended_by?.name ?? t.unknown)}
              <RelativeTime at={dispute.ended_at} />
            </Flex>
          }
        />
      )}
      <Facts dispute={dispute} />
      <div className="dispute-columns">
        <div>
          <Statements dispute={dispute} />
          <EvidencePart evidence={dispute.evidence} />
        </div>
        {dispute.may_decide && <DecisionForm dispute={dispute} />}
      </div>
    </>
  );
}

/** One dispute: who says what, what the archive knows, and the decision. */
export function DisputePage() {
  const { id = "" } = useParams();
  return (
    <QueryState query={useDispute(id)}>{(dispute) => <Opened dispute={dispute} />}</QueryState>
  );
}
