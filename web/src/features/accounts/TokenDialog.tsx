import { Alert, Button, Form, Input, InputNumber, Modal, Select, Typography } from "antd";
import { useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { type NewToken, useMakeToken, useRights } from "./api";
import { locale } from "./locale";

/** Makes a token, then shows its secret once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(locale);
  const { cancel, close } = useTexts(common);
  const mine = useMe().rights;
  const rights = useRights();
  const make = useMakeToken();
  const [form] = Form.useForm<NewToken>();
  const options = (rights.data ?? [])
    .filter((right) => mine.includes(right.code))
    .map((right) => ({ value: right.code, label: right.text }));
  if (make.data) {
    return (
      <Modal
        open
        title={t.secretTitle}
        mask={{ closable: false }}
        onCancel={onClose}
        footer={<Button onClick={onClose}>{close}</Button>}
      >
        <Alert type="warning" showIcon title={t.secretHint} />
        <Typography.Paragraph
          className="secret"
          code
          copyable={{ text: make.data.secret, tooltips: [t.copyToken, false] }}
        >
          {make.data.secret}
        </Typography.Paragraph>
      </Modal>
    );
  }
  return (
    <Modal
      open
      title={t.newToken}
      okText={t.newToken}
      cancelText={cancel}
      confirmLoading={make.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: "", rights: [], days: 90 }}
        onFinish={(values) => make.mutate(values)}
      >
        <Form.Item
          name="name"
          label={t.tokenName}
          extra={t.tokenNameHint}
          rules={[{ required: true, whitespace: true, message: t.tokenNameMissing }]}
        >
          <Input autoFocus maxLength={80} />
        </Form.Item>
        <Form.Item name="rights" label={t.tokenRights} extra={t.tokenRightsHint}>
          <Select mode="multiple" options={options} showSearch={{ optionFilterProp: "label" }} />
        </Form.Item>
        <Form.Item name="days" label={t.tokenDays}>
          <InputNumber min={1} max={90} />
        </Form.Item>
        {make.error && <Alert type="error" showIcon title={errorText(make.error)} />}
      </Form>
    </Modal>
  );
}
