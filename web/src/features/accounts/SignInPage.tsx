import { Alert, Button, Divider, Form, Input } from "antd";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { hasPasskeys, wasCancelled } from "../../api/passkeys";
import { type Instance, type Me, useInstance } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Credentials, type NextStep, useEnter, usePasskeyStep, useSignIn } from "./api";
import { locale } from "./locale";
import { PublicFrame } from "./PublicFrame";
import { ServiceButtons } from "./ServiceButtons";
import { security } from "./security/locale";

const SecondStep = lazy(async () => ({
  default: (await import("./security/SecondStep")).SecondStep,
}));

type Accounts = Instance["demo_accounts"];

function DemoAccounts(props: { accounts: Accounts; onPick: (account: Credentials) => void }) {
  const t = useTexts(locale);
  const english = useLanguage() === "en";
  return (
    <section className="demo-accounts" aria-labelledby="demo-title">
      <h2 id="demo-title">{t.demoTitle}</h2>
      <p className="muted small">{t.demoHint}</p>
      {props.accounts.map(({ login, password, name, role, role_en }) => (
        <button key={login} type="button" onClick={() => props.onPick({ login, password })}>
          <span>
            {name} <span className="muted">{(english && role_en) || role}</span>
          </span>
          <code className="muted">{login}</code>
        </button>
      ))}
    </section>
  );
}

export function SignInPage() {
  const [search] = useSearchParams();
  const next = search.get("next");
  const enter = useEnter(next);
  const [step, setStep] = useState<NextStep | null>(null);
  const go = (answer: Me | NextStep) => ("step" in answer ? setStep(answer) : enter(answer));
  if (step) {
    return (
      <Suspense fallback={null}>
        <SecondStep step={step} onEnter={enter} onAgain={() => setStep(null)} />
      </Suspense>
    );
  }
  return <FirstStep next={next} onNext={go} />;
}

type Go = (answer: Me | NextStep) => void;

function FirstStep({ next, onNext }: { next: string | null; onNext: Go }) {
  const t = useTexts(locale);
  const [asked, setAsked] = useState(false);
  const { data } = useInstance();
  const services = data?.sign_in_by ?? [];
  const first = services.length > 0 && data?.password_for === "administrators" && !asked;
  return (
    <PublicFrame title={t.signIn}>
      {!first && <PasswordForm onNext={onNext} demo={data?.demo ? data.demo_accounts : []} />}
      {services.length > 0 && (
        <>
          {!first && <Divider plain>{t.or}</Divider>}
          <ServiceButtons services={services} next={next} primary={first} />
        </>
      )}
      {first && (
        <Button type="link" block onClick={() => setAsked(true)}>
          {t.administratorsByPassword}
        </Button>
      )}
    </PublicFrame>
  );
}

function PasswordForm({ onNext, demo }: { onNext: Go; demo: Accounts }) {
  const t = useTexts(locale);
  const s = useTexts(security);
  const signIn = useSignIn();
  const passkey = usePasskeyStep();
  const failure = signIn.error ?? passkey.error;
  const [form] = Form.useForm<Credentials>();
  const submit = (body: Credentials) => signIn.mutate(body, { onSuccess: onNext });
  const pick = (account: Credentials) => {
    form.setFieldsValue(account);
    submit(account);
  };
  return (
    <>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item
          name="login"
          label={t.login}
          rules={[{ required: true, message: t.loginMissing }]}
        >
          <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t.password}
          rules={[{ required: true, message: t.passwordMissing }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {failure && (
          <Form.Item>
            <Alert
              type="error"
              showIcon
              title={wasCancelled(failure) ? s.passkeyFailed : errorText(failure)}
            />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t.signIn}
        </Button>
      </Form>
      {passkeysHere() && (
        <Button
          type="link"
          block
          loading={passkey.isPending}
          onClick={() => passkey.mutate(undefined, { onSuccess: onNext })}
        >
          {s.signInByPasskey}
        </Button>
      )}
      {demo.length > 0 && <DemoAccounts accounts={demo} onPick={pick} />}
    </>
  );
}

/** Browsers know no passkeys for bare addresses. */
function passkeysHere(): boolean {
  return hasPasskeys() && !/^[\d.]+$|:/.test(window.location.hostname);
}
