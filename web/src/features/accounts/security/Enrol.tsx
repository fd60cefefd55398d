import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { QueryState } from "../../../ui/states";
import { ask, useStep } from "../api";
import type { Enrolment } from "./api";
import { security } from "./locale";
import type { StepProps } from "./SecondStep";
import TotpSecret from "./TotpSecret";

/** A first second factor, because the rules ask for one: nothing else can be done before. */
export default function Enrol({ onNext, onAgain }: StepProps) {
  const t = useTexts(security);
  const step = useStep();
  const asked = useQuery({
    queryKey: ["sign-in", "enrol"],
    queryFn: async () => (await ask("totp")).totp as Enrolment,
    // A second asking would make another secret behind the one that was scanned.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return (
    <>
      <p className="muted">{t.enrolHint}</p>
      <QueryState query={asked}>{(enrolment) => <TotpSecret enrolment={enrolment} />}</QueryState>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(body: { code: string }) => step.mutate(body, { onSuccess: onNext })}
      >
        <Form.Item
          name="code"
          label={t.thenCode}
          rules={[{ required: true, message: t.codeMissing }]}
        >
          <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
        </Form.Item>
        {step.error && (
          <Form.Item>
            <Alert type="error" showIcon title={errorText(step.error)} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={step.isPending}>
          {t.goOn}
        </Button>
        <Button type="link" block onClick={onAgain}>
          {t.startAgain}
        </Button>
      </Form>
    </>
  );
}
