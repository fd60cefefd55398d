import { Alert, Button, Divider, Form, Input } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { type Instance, useInstance } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Credentials, useSignIn } from "./api";
import { locale } from "./locale";
import { PublicFrame } from "./PublicFrame";
import { ServiceButtons } from "./ServiceButtons";

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

function PasswordForm({ next, demo }: { next: string | null; demo: Accounts }) {
  const t = useTexts(locale);
  const signIn = useSignIn(next);
  const [form] = Form.useForm<Credentials>();
  const pick = (account: Credentials) => {
    form.setFieldsValue(account);
    signIn.mutate(account);
  };
  return (
    <>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={signIn.mutate}>
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
        {signIn.error && (
          <Form.Item>
            <Alert type="error" showIcon title={errorText(signIn.error)} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t.signIn}
        </Button>
      </Form>
      {demo.length > 0 && <DemoAccounts accounts={demo} onPick={pick} />}
    </>
  );
}

export function SignInPage() {
  const t = useTexts(locale);
  const [search] = useSearchParams();
  const [asked, setAsked] = useState(false);
  const { data } = useInstance();
  const next = search.get("next");
  const services = data?.sign_in_by ?? [];
  const first = services.length > 0 && data?.password_for === "administrators" && !asked;
  return (
    <PublicFrame title={t.signIn}>
      {!first && <PasswordForm next={next} demo={data?.demo ? data.demo_accounts : []} />}
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
