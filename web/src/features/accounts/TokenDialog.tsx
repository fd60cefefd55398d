import {
  Alert,
  Button,
  Checkbox,
  Flex,
  Form,
  Input,
  InputNumber,
  Modal,
  Select,
  Typography,
} from "antd";
import { RIGHTS } from "../../api/rights";
import { useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { LevelSelect } from "../../ui/levels/LevelSelect";
import { levelTexts } from "../../ui/levels/locale";
import { common } from "../../ui/locale";
import { type NewToken, useMakeToken, useRights } from "./api";
import { locale } from "./locale";

const FRESH: NewToken = {
  name: "",
  rights: [],
  level: "no_reveal",
  clearance: 0,
  read_only: true,
  days: 90,
  addresses: "",
  rows_hour: 5_000,
  rows_day: 20_000,
};

/** Makes a token, then shows its secret once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(locale);
  const { cancel, close } = useTexts(common);
  const mine = useMe().rights;
  const rights = useRights();
  const make = useMakeToken();
  const [form] = Form.useForm<NewToken>();
  const level = Form.useWatch("level", form) ?? FRESH.level;
  const options = (rights.data ?? [])
    .filter((right) => mine.includes(right.code))
    .filter((right) => level === "full" || right.code !== RIGHTS.reveal)
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
        initialValues={FRESH}
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
        <Reach />
        {make.error && <Alert type="error" showIcon title={errorText(make.error)} />}
      </Form>
    </Modal>
  );
}

/** Which fields, what it may do, from where, how much and for how long. */
function Reach() {
  const t = useTexts(locale);
  const l = useTexts(levelTexts);
  const { clearance } = useMe();
  const levels = Object.entries(t.tokenLevels).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Form.Item name="level" label={t.tokenLevel}>
        <Select options={levels} />
      </Form.Item>
      {clearance > 0 && (
        <Form.Item name="clearance" label={l.clearance} extra={l.ofToken}>
          <LevelSelect most={clearance} />
        </Form.Item>
      )}
      <Form.Item name="read_only" valuePropName="checked">
        <Checkbox>{t.tokenReadOnly}</Checkbox>
      </Form.Item>
      <Form.Item name="addresses" label={t.tokenAddresses} extra={t.tokenAddressesHint}>
        <Input.TextArea rows={2} maxLength={1000} spellCheck={false} />
      </Form.Item>
      <Flex gap={12} wrap>
        <Form.Item name="rows_hour" label={t.tokenRowsHour} rules={[{ required: true }]}>
          <InputNumber min={1} max={1_000_000} precision={0} />
        </Form.Item>
        <Form.Item name="rows_day" label={t.tokenRowsDay} rules={[{ required: true }]}>
          <InputNumber min={1} max={1_000_000} precision={0} />
        </Form.Item>
        <Form.Item name="days" label={t.tokenDays} rules={[{ required: true }]}>
          <InputNumber min={1} max={90} precision={0} />
        </Form.Item>
      </Flex>
      <p className="muted small">{t.tokenRowsHint}</p>
    </>
  );
}
