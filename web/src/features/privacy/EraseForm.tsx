import { Alert, Form, Select } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { type Obstacle, proposeErasure, type Why } from "./api";
import { choices, Dialog } from "./Dialog";
import { locale } from "./locale";

type Props = {
  customerId: string;
  /** The request that asks for it. */
  requestId?: string | undefined;
  against: Obstacle[];
  onClose: () => void;
};

/** What has to be kept, each with its day. */
export function Against({ against }: { against: Obstacle[] }) {
  const t = useTexts(locale);
  const zh = useLanguage() === "zh-CN";
  return (
    <ul className="privacy-rows">
      {against.map((each) => (
        <li key={each.code}>
          {zh ? each.zh : each.en}
          {each.until && <span className="muted small">{t.until(each.until)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Proposes to erase a customer; somebody else confirms. */
export function EraseForm({ customerId, requestId, against, onClose }: Props) {
  const t = useTexts(locale);
  const [form] = Form.useForm<{ reason: Why }>();
  return (
    <Dialog<{ reason: Why }>
      title={t.erase}
      danger
      form={form}
      first={{ reason: requestId ? "asked_for" : "purpose_over" }}
      customerId={customerId}
      said={t.recorded}
      deed={({ reason }) => proposeErasure(customerId, reason, requestId)}
      onClose={onClose}
    >
      <p>{t.eraseHint}</p>
      {against.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t.against}
          description={<Against against={against} />}
        />
      )}
      <Form.Item name="reason" label={t.why}>
        <Select options={choices(t.whys)} />
      </Form.Item>
    </Dialog>
  );
}
