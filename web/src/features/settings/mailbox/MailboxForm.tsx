import { Alert, App, Button, Flex, Form, Input, InputNumber, Select, Switch } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { type Mailbox, useSaveMailbox, useTryMailbox, type Wanted } from "./api";
import { mailboxTexts } from "./locale";

const PORTS = { tls: 993, starttls: 143, none: 143 } as const;

/** How the mailbox is reached; tried out before it is saved. */
export function MailboxForm({ mailbox }: { mailbox: Mailbox }) {
  const m = useTexts(mailboxTexts);
  const [form] = Form.useForm<Wanted>();
  const { message } = App.useApp();
  const save = useSaveMailbox();
  const active = Form.useWatch("active", form) ?? mailbox.active;
  const needed = { required: active, whitespace: true, message: m.missing };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="settings-narrow"
      initialValues={{ ...mailbox, password: "" }}
      onFinish={(values) =>
        save.mutate(
          { ...values, version: mailbox.version },
          { onSuccess: () => void message.success(m.saved) },
        )
      }
    >
      <Form.Item name="active" label={m.active} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="address" label={m.address} extra={m.addressHint} rules={[needed]}>
        <Input maxLength={253} autoComplete="off" />
      </Form.Item>
      <Form.Item name="host" label={m.host} rules={[needed]}>
        <Input maxLength={253} autoComplete="off" placeholder={m.hostLike} />
      </Form.Item>
      <Flex gap={12}>
        <Form.Item name="security" label={m.security}>
          <Select
            popupMatchSelectWidth={false}
            onChange={(value: keyof typeof PORTS) => form.setFieldValue("port", PORTS[value])}
            options={Object.entries(m.securities).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item name="port" label={m.port} rules={[{ required: true, message: m.missing }]}>
          <InputNumber min={1} max={65535} precision={0} />
        </Form.Item>
      </Flex>
      <Form.Item name="user" label={m.user} rules={[needed]}>
        <Input maxLength={253} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="password"
        label={m.password}
        rules={mailbox.has_password ? [] : [{ required: active, message: m.missing }]}
      >
        <Input.Password
          maxLength={500}
          autoComplete="new-password"
          placeholder={mailbox.has_password ? m.passwordKept : ""}
        />
      </Form.Item>
      <Form.Item name="folder" label={m.folder}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item name="trusts" label={m.trusts} extra={m.trustsHint}>
        <Input maxLength={253} autoComplete="off" placeholder={m.trustsLike} />
      </Form.Item>
      <Form.Item name="keep_days" label={m.keep} rules={[{ required: true, message: m.missing }]}>
        <InputNumber min={1} max={365} precision={0} suffix={m.days} />
      </Form.Item>
      {save.isError && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(save.error)} />
        </Form.Item>
      )}
      <Trying form={form} save={save.isPending} />
    </Form>
  );
}

type TryingProps = { form: ReturnType<typeof Form.useForm<Wanted>>[0]; save: boolean };

/** Saves, or signs in as the form says and keeps nothing. */
function Trying({ form, save }: TryingProps) {
  const m = useTexts(mailboxTexts);
  const attempt = useTryMailbox();
  const problem = attempt.data?.problem;
  return (
    <>
      {attempt.isError && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(attempt.error)} />
        </Form.Item>
      )}
      {problem !== undefined && (
        <Form.Item>
          <Alert
            type={problem ? "warning" : "success"}
            showIcon
            title={problem ? m.problems[problem] : m.works}
          />
        </Form.Item>
      )}
      <Flex gap={8}>
        <Button type="primary" htmlType="submit" loading={save}>
          {m.save}
        </Button>
        <Button loading={attempt.isPending} onClick={() => attempt.mutate(form.getFieldsValue())}>
          {m.test}
        </Button>
      </Flex>
    </>
  );
}
