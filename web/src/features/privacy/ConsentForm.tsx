import { Form, Input, Select } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { type ConsentDraft, giveConsent, useRegister } from "./api";
import { choices, Dialog } from "./Dialog";
import { locale } from "./locale";

type Props = { customerId: string; child: boolean; onClose: () => void };

/** One consent to one act: nothing is ticked beforehand, and nothing else comes with it. */
export function ConsentForm({ customerId, child, onClose }: Props) {
  const t = useTexts(locale);
  const zh = useLanguage() === "zh-CN";
  const [form] = Form.useForm<ConsentDraft>();
  const live = (useRegister().data?.purposes ?? []).filter(({ ended }) => !ended);
  return (
    <Dialog<ConsentDraft>
      title={t.giveConsent}
      form={form}
      first={{ act: "general", channel: "paper" }}
      customerId={customerId}
      said={t.recorded}
      deed={(filled) => giveConsent(customerId, { ...filled, guardian: filled.guardian ?? "" })}
      onClose={onClose}
    >
      <Form.Item
        name="purpose_id"
        label={t.purpose}
        rules={[{ required: true, message: t.purposeMissing }]}
      >
        <Select
          options={live.map((each) => ({
            value: each.id,
            label: zh ? each.name_zh : each.name_en,
          }))}
        />
      </Form.Item>
      <Form.Item name="act" label={t.act}>
        <Select options={choices(t.acts)} />
      </Form.Item>
      <Form.Item name="channel" label={t.channel}>
        <Select options={choices(t.channels)} />
      </Form.Item>
      <Form.Item
        name="evidence"
        label={t.evidence}
        rules={[{ required: true, min: 2, message: t.evidenceMissing }]}
      >
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={5000} placeholder={t.evidenceHint} />
      </Form.Item>
      {child && (
        <Form.Item
          name="guardian"
          label={t.guardian}
          extra={t.guardianHint}
          rules={[{ required: true, message: t.guardianMissing }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      )}
    </Dialog>
  );
}
