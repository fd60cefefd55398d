import { Alert, App, Form, Input, InputNumber, Modal, Select } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Purpose, useAsk } from "./api";
import { approvalTexts } from "./locale";

type Values = { purpose: string; words: string; minutes: number; looks: number };

const START: Partial<Values> = { minutes: 10, looks: 3 };
const LONGEST = 480;
const MOST = 500;

type Props = {
  customerId: string;
  code: string;
  label: string;
  purposes: Purpose[];
  onClose: () => void;
};

/** Asks to see one masked field of the customer on screen. */
export function ApplyDialog({ customerId, code, label, purposes, onClose }: Props) {
  const t = useTexts(approvalTexts);
  const chinese = useLanguage() !== "en";
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const ask = useAsk();
  const send = (values: Values) =>
    ask.mutate(
      { customer_ids: [customerId], fields: [code], ...values, words: values.words.trim() },
      {
        onSuccess: () => {
          message.success(t.sent);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t.apply(label)}
      okText={t.send}
      cancelText={t.cancel}
      confirmLoading={ask.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="muted">{t.applyHint}</p>
      {ask.error && <Alert type="error" showIcon title={errorText(ask.error)} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={START}
        onFinish={send}
      >
        <Form.Item
          name="purpose"
          label={t.purpose}
          rules={[{ required: true, message: t.purposeMissing }]}
        >
          <Select
            options={purposes.map((each) => ({
              value: each.code,
              label: chinese ? each.zh : each.en,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="words"
          label={t.words}
          rules={[{ required: true, whitespace: true, min: 10, message: t.wordsMissing }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        <Form.Item name="minutes" label={t.minutes} rules={[{ required: true }]}>
          <InputNumber min={1} max={LONGEST} />
        </Form.Item>
        <Form.Item name="looks" label={t.looks} rules={[{ required: true }]}>
          <InputNumber min={1} max={MOST} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
