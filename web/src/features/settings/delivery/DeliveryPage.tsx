import { Alert, Button, Form, InputNumber } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { type Limits, useDelivery, useSaveLimits } from "./api";
import { ChannelCard } from "./ChannelCard";
import "./delivery.css";
import { deliveryTexts } from "./locale";

/** How mail and SMS leave, how they do, and how much may be sent. */
export function DeliveryPage() {
  const t = useTexts(locale);
  const d = useTexts(deliveryTexts);
  const delivery = useDelivery();
  return (
    <>
      <SectionHead title={t.pages.delivery} hint={d.hint} />
      <QueryState query={delivery}>
        {(data) => (
          <>
            <div className="channels">
              <ChannelCard kind="email" channel={data.mail} />
              <ChannelCard kind="mobile" channel={data.sms} />
            </div>
            {data.public_url ? (
              <p className="muted channel-address">
                {d.linkAddress} {data.public_url}
              </p>
            ) : (
              <Alert type="warning" showIcon title={d.noLinkAddress} className="settings-head" />
            )}
            <LimitsForm limits={data.limits} />
          </>
        )}
      </QueryState>
    </>
  );
}

function LimitsForm({ limits }: { limits: Limits }) {
  const d = useTexts(deliveryTexts);
  const save = useSaveLimits();
  const names = Object.keys(d.names) as (keyof Limits)[];
  return (
    <section aria-label={d.limits}>
      <h3 className="channel-title">{d.limits}</h3>
      <p className="muted">{d.limitsHint}</p>
      <Form
        layout="vertical"
        requiredMark={false}
        className="settings-narrow"
        initialValues={limits}
        onFinish={(values: Limits) => save.mutate(values)}
      >
        {names.map((name) => (
          <Form.Item key={name} name={name} label={d.names[name]} rules={[{ required: true }]}>
            <InputNumber min={1} max={1_000_000} precision={0} />
          </Form.Item>
        ))}
        {save.isError && (
          <Form.Item>
            <Alert type="error" showIcon title={errorText(save.error)} />
          </Form.Item>
        )}
        {save.isSuccess && (
          <Form.Item>
            <Alert type="success" showIcon title={d.saved} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {d.save}
        </Button>
      </Form>
    </section>
  );
}
