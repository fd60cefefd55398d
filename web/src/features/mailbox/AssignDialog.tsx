import { Form, Modal } from "antd";
import { useContext } from "react";
import { useTexts } from "../../lib/i18n";
import { mailTexts } from "./locale";
import { PickerSlot } from "./slots";

type Props = { pending: boolean; onPick: (customer: string) => void; onClose: () => void };

/** Asks whom a mail is about. */
export function AssignDialog({ pending, onPick, onClose }: Props) {
  const t = useTexts(mailTexts);
  const Picker = useContext(PickerSlot);
  const [form] = Form.useForm<{ customer: string }>();
  return (
    <Modal
      open
      title={t.assign}
      okText={t.assign}
      confirmLoading={pending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ customer }) => onPick(customer)}
      >
        <Form.Item
          name="customer"
          label={t.pick}
          rules={[{ required: true, message: t.pickMissing }]}
        >
          {Picker && <Picker autoFocus />}
        </Form.Item>
      </Form>
    </Modal>
  );
}
