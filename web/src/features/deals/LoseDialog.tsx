import { Form, Input, Modal, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { common } from "../../ui/locale";
import type { Lost } from "./api";
import { dealTexts } from "./locale";

type Filled = Omit<Lost, "version">;
type Props = { name: string; busy: boolean; onLose: (lost: Filled) => void; onClose: () => void };

/** Why nothing came of it: the reason is counted, the rest is for whoever tries again. */
export function LoseDialog({ name, busy, onLose, onClose }: Props) {
  const t = useTexts(dealTexts);
  const c = useTexts(common);
  const [form] = Form.useForm<Filled>();
  const reasons = Object.entries(t.reasons).map(([value, label]) => ({ value, label }));
  return (
    <Modal
      open
      title={`${t.lose}：${name}`}
      okText={t.lose}
      cancelText={c.cancel}
      okButtonProps={{ danger: true }}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Filled> form={form} layout="vertical" onFinish={onLose} requiredMark={false}>
        <Form.Item name="reason" label={t.why} rules={[{ required: true, message: t.whyMissing }]}>
          <Select autoFocus options={reasons} />
        </Form.Item>
        <Form.Item name="note" label={t.whyNote}>
          <Input.TextArea rows={3} maxLength={5000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
