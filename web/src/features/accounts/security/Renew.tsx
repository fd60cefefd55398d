import { Alert, Button, Form } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { useStep } from "../api";
import { locale } from "../locale";
import { RepeatedPassword } from "../RepeatedPassword";
import { security } from "./locale";
import type { StepProps } from "./SecondStep";

/** A new password in place of one that has grown too old. */
export default function Renew({ onNext, onAgain }: StepProps) {
  const t = useTexts(security);
  const { newPassword } = useTexts(locale);
  const step = useStep();
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ fresh }: { fresh: string }) =>
        step.mutate({ password: fresh }, { onSuccess: onNext })
      }
    >
      <p className="muted">{t.renewHint}</p>
      <RepeatedPassword name="fresh" label={newPassword} />
      {step.error && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(step.error)} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={step.isPending}>
        {t.renew}
      </Button>
      <Button type="link" block onClick={onAgain}>
        {t.startAgain}
      </Button>
    </Form>
  );
}
