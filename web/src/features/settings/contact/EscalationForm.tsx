import { Alert, App, Button, Form, InputNumber, Switch } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { type Escalation, useSaveEscalation } from "./api";
import { contactTexts } from "./locale";

/** After how many days leads hear of what is overdue. */
export function EscalationForm({ escalation }: { escalation: Escalation }) {
  const c = useTexts(contactTexts);
  const { message } = App.useApp();
  const save = useSaveEscalation();
  return (
    <Form
      name="escalation"
      layout="vertical"
      requiredMark={false}
      initialValues={escalation}
      onFinish={(values: Pick<Escalation, "active" | "days">) =>
        save.mutate(
          { ...values, version: escalation.version },
          { onSuccess: () => void message.success(c.saved) },
        )
      }
    >
      <Form.Item name="active" label={c.overdueActive} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="days" label={c.overdueDays} rules={[{ required: true, message: c.missing }]}>
        <InputNumber min={1} max={90} precision={0} />
      </Form.Item>
      {save.error && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(save.error)} />
        </Form.Item>
      )}
      <Button htmlType="submit" loading={save.isPending}>
        {c.overdueSave}
      </Button>
    </Form>
  );
}
