import { Alert, Button, Flex, Form, Input } from "antd";
import { lazy, Suspense, useState } from "react";
import { wasCancelled } from "../../../api/passkeys";
import type { Me } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { type Entered, type NextStep, usePasskeyStep, useStep } from "../api";
import { PublicFrame } from "../PublicFrame";
import { CodesShown } from "./CodesShown";
import { security } from "./locale";

const Enrol = lazy(() => import("./Enrol"));
const Renew = lazy(() => import("./Renew"));
export type StepProps = {
  onNext: (answer: Entered | NextStep) => void;
  onAgain: () => void;
};

type Props = { step: NextStep; onEnter: (me: Me) => void; onAgain: () => void };

/** What is missing after the password: a code, a first factor, or a new password. */
export function SecondStep({ step, onEnter, onAgain }: Props) {
  const t = useTexts(security);
  const [now, setNow] = useState(step);
  const [entered, setEntered] = useState<Entered | null>(null);
  const go = (answer: Entered | NextStep) => {
    if ("step" in answer) setNow(answer);
    else if (answer.recovery_codes.length > 0) setEntered(answer);
    else onEnter(answer);
  };
  const titles = { code: t.secondTitle, enrol: t.enrolTitle, renew: t.renewTitle };
  return (
    <PublicFrame title={titles[now.step]}>
      <Suspense fallback={null}>
        {now.step === "code" && <Code ways={now.ways} onNext={go} onAgain={onAgain} />}
        {now.step === "enrol" && <Enrol onNext={go} onAgain={onAgain} />}
        {now.step === "renew" && <Renew onNext={go} onAgain={onAgain} />}
      </Suspense>
      {entered && <CodesShown codes={entered.recovery_codes} onKept={() => onEnter(entered)} />}
    </PublicFrame>
  );
}

function Code({ ways, onNext, onAgain }: StepProps & { ways: string[] }) {
  const t = useTexts(security);
  const step = useStep();
  const passkey = usePasskeyStep();
  const failure = step.error ?? passkey.error;
  const app = ways.includes("totp");
  const typed = app || ways.includes("recovery");
  return (
    <Flex vertical gap={12}>
      <p className="muted">{app ? t.secondHint : t.secondHintPasskey}</p>
      {ways.includes("passkey") && (
        <Button
          type={app ? "default" : "primary"}
          block
          loading={passkey.isPending}
          onClick={() => passkey.mutate(undefined, { onSuccess: onNext })}
        >
          {t.usePasskey}
        </Button>
      )}
      {typed && (
        <Form
          layout="vertical"
          requiredMark={false}
          onFinish={(body: { code: string }) => step.mutate(body, { onSuccess: onNext })}
        >
          <Form.Item
            name="code"
            label={t.secondCode}
            rules={[{ required: true, message: t.codeMissing }]}
          >
            <Input autoFocus={app} autoComplete="one-time-code" maxLength={24} />
          </Form.Item>
          <Button
            type={app ? "primary" : "default"}
            htmlType="submit"
            block
            loading={step.isPending}
          >
            {t.signIn}
          </Button>
        </Form>
      )}
      {failure && (
        <Alert
          type="error"
          showIcon
          title={wasCancelled(failure) ? t.passkeyFailed : errorText(failure)}
        />
      )}
      <Button type="link" onClick={onAgain}>
        {t.startAgain}
      </Button>
    </Flex>
  );
}
