import { Alert, Button, Form, Input, Tag } from "antd";
import { type Translated, useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { type Channel, type TestOrder, useSendTest } from "./api";
import { deliveryTexts } from "./locale";

type Texts = Translated<(typeof deliveryTexts)["zh"]>;
type Props = { kind: TestOrder["kind"]; channel: Channel };

/** One way out: what is set, how the last week went, and a message to oneself. */
export function ChannelCard({ kind, channel }: Props) {
  const d = useTexts(deliveryTexts);
  const mail = kind === "email";
  const title = mail ? d.mail : d.sms;
  const problem = d.problems[channel.problem as keyof typeof d.problems];
  const word = channel.set_up ? d.on : channel.problem ? d.wrong : d.off;
  const colour = channel.set_up ? "success" : channel.problem ? "error" : "default";
  return (
    <section className="channel" aria-label={title}>
      <h3 className="channel-title">
        {title} <Tag color={colour}>{word}</Tag>
      </h3>
      {channel.problem && <Alert type="error" showIcon title={problem ?? channel.problem} />}
      {!channel.set_up && !channel.problem && (
        <p className="muted">{mail ? d.mailHow : d.smsHow}</p>
      )}
      {channel.where && <Facts mail={mail} channel={channel} />}
      {channel.set_up && <TestForm kind={kind} />}
    </section>
  );
}

/** A code of the server's as words; the other side's own answers by their number. */
function reasonText(d: Texts, code: string): string {
  return d.reasons[code as "address"] ?? d.refusedWith(code.replace(/^\D+|_.*$/g, "") || code);
}

function Facts({ mail, channel }: { mail: boolean; channel: Channel }) {
  const d = useTexts(deliveryTexts);
  const reasons = Object.entries(channel.reasons).map(([code, count]) => {
    return `${reasonText(d, code)} × ${count}`;
  });
  return (
    <dl className="channel-facts">
      <dt>{mail ? d.server : d.gateway}</dt>
      <dd>{mail ? channel.where : (d.gateways[channel.where as "http"] ?? channel.where)}</dd>
      {mail && (
        <>
          <dt>{d.security}</dt>
          <dd>{d.securities[channel.security as "tls"] ?? channel.security}</dd>
          <dt>{d.sender}</dt>
          <dd>{channel.sender}</dd>
        </>
      )}
      <dt>{d.week}</dt>
      <dd>{d.counts(channel.sent, channel.queued, channel.failed, channel.bounced)}</dd>
      {reasons.length > 0 && (
        <>
          <dt>{d.why}</dt>
          <dd>{reasons.join(" · ")}</dd>
        </>
      )}
    </dl>
  );
}

function TestForm({ kind }: { kind: TestOrder["kind"] }) {
  const d = useTexts(deliveryTexts);
  const test = useSendTest();
  const { data } = test;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ to }: { to: string }) => test.mutate({ kind, to: to.trim() })}
    >
      <Form.Item
        name="to"
        label={`${d.test} · ${d.testTo[kind]}`}
        rules={[{ required: true, whitespace: true, message: d.testMissing }]}
      >
        <Input maxLength={320} autoComplete="off" />
      </Form.Item>
      {data && (
        <Form.Item>
          <Alert
            type={data.state === "sent" ? "success" : "warning"}
            showIcon
            title={d.tested[data.state as "sent"]}
            description={data.why && reasonText(d, data.why)}
          />
        </Form.Item>
      )}
      {test.isError && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(test.error)} />
        </Form.Item>
      )}
      <Button htmlType="submit" loading={test.isPending}>
        {d.send}
      </Button>
    </Form>
  );
}
