import { Checkbox, Form, Input } from "antd";
import { useTexts } from "../../lib/i18n";
import { type NoticeDraft, publishNotice } from "./api";
import { Dialog } from "./Dialog";
import { locale } from "./locale";

/** Publishes the next version of the notice. What is published is never changed. */
export function NoticeForm({ onClose }: { onClose: () => void }) {
  const t = useTexts(locale);
  const [form] = Form.useForm<NoticeDraft>();
  const text = (name: "text_zh" | "text_en", label: string) => (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t.textMissing }]}>
      <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} maxLength={20_000} />
    </Form.Item>
  );
  return (
    <Dialog<NoticeDraft>
      title={t.publish}
      form={form}
      first={{ renew: false }}
      said={t.saved}
      deed={publishNotice}
      onClose={onClose}
    >
      {text("text_zh", t.textZh)}
      {text("text_en", t.textEn)}
      <Form.Item
        name="valid_from"
        label={t.validFrom}
        rules={[{ required: true, message: t.validFromMissing }]}
      >
        <Input type="date" />
      </Form.Item>
      <Form.Item name="renew" valuePropName="checked" extra={t.renewHint}>
        <Checkbox>{t.renew}</Checkbox>
      </Form.Item>
    </Dialog>
  );
}
