import { Alert, App, Button, Form, InputNumber, Switch } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { changePolicy, type Policy, type Register, useDeed } from "./api";
import { locale } from "./locale";

/** Within which time requests are answered, how long invoices are kept, and whether two people erase. */
export function Rules({ register }: { register: Register }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const { message } = App.useApp();
  const deed = useDeed();
  const { answer_days, invoice_years, four_eyes } = register;
  const save = (said: Policy) =>
    deed.mutate(changePolicy(said), { onSuccess: () => message.success(t.saved) });
  return (
    <section className="privacy-section" aria-label={t.rules}>
      <h2>{t.rules}</h2>
      {deed.isError && <Alert type="error" showIcon title={errorText(deed.error)} />}
      <Form<Policy>
        layout="vertical"
        initialValues={{ answer_days, invoice_years, four_eyes }}
        onFinish={save}
      >
        <Form.Item name="answer_days" label={t.answerDays}>
          <InputNumber min={1} max={60} />
        </Form.Item>
        <Form.Item name="invoice_years" label={t.invoiceYears}>
          <InputNumber min={0} max={50} />
        </Form.Item>
        <Form.Item name="four_eyes" label={t.fourEyes} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Button htmlType="submit" loading={deed.isPending}>
          {c.save}
        </Button>
      </Form>
    </section>
  );
}
