import { Alert, App, Button, Collapse, Form, Input, Select, Tag } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Kind, type Page, useStep } from "./api";
import { locale } from "./customer/locale";

const OFFERED: Kind[] = ["access", "copy", "correct", "delete", "port"];

function Ask() {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const [form] = Form.useForm<{ kind: Kind; words?: string }>();
  const step = useStep();
  const send = ({ kind, words }: { kind: Kind; words?: string }) =>
    step.mutate(
      { ask: kind, words: words ?? "" },
      {
        onSuccess: () => {
          message.success(t.asked);
          form.resetFields();
        },
      },
    );
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
      {step.isError && <Alert type="warning" showIcon title={errorText(step.error)} />}
      <Form.Item name="kind" label={t.ask} initialValue="access">
        <Select options={OFFERED.map((value) => ({ value, label: t.kinds[value] }))} />
      </Form.Item>
      <Form.Item name="words" label={t.words}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
      </Form.Item>
      <Button htmlType="submit" loading={step.isPending}>
        {t.askSend}
      </Button>
    </Form>
  );
}

/** What the customer asked about the own data, and the way to ask. */
export function OwnRequests({ page }: { page: Page }) {
  const t = useTexts(locale);
  return (
    <section className="self-card">
      <h2>{t.requests}</h2>
      <ul className="portal-rows">
        {page.requests.map((row) => (
          <li key={row.id}>
            <Tag>{t.requestStates[row.state as keyof typeof t.requestStates]}</Tag>
            <span>{t.kinds[row.kind as keyof typeof t.kinds]}</span>
            <span className="muted small">{row.answer || t.due(row.due_on)}</span>
          </li>
        ))}
      </ul>
      <Collapse size="small" items={[{ key: "ask", label: t.askSend, children: <Ask /> }]} />
    </section>
  );
}
