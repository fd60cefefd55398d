import { Form, Input, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { type RequestDraft, takeDown } from "./api";
import { choices, Dialog } from "./Dialog";
import { locale } from "./locale";

/** What a person asks for, as it came in. */
export function RequestForm({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useTexts(locale);
  const [form] = Form.useForm<RequestDraft>();
  return (
    <Dialog<RequestDraft>
      title={t.takeDown}
      form={form}
      first={{ kind: "access", channel: "phone" }}
      customerId={customerId}
      said={t.recorded}
      deed={(filled) =>
        takeDown(customerId, { ...filled, received_on: filled.received_on || null })
      }
      onClose={onClose}
    >
      <Form.Item name="kind" label={t.kind}>
        <Select options={choices(t.kinds)} />
      </Form.Item>
      <Form.Item name="channel" label={t.channel}>
        <Select options={choices(t.channels)} />
      </Form.Item>
      <Form.Item name="received_on" label={t.receivedOn}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="words" label={t.words}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={5000} />
      </Form.Item>
    </Dialog>
  );
}
