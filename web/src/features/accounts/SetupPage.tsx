import { Alert, Button, Form, Input, Typography } from "antd";
import { useLocation, useNavigate } from "react-router";
import { useInstance } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type SetupForm, useSetup } from "./api";
import { locale } from "./locale";
import { PublicFrame } from "./PublicFrame";
import { RepeatedPassword } from "./RepeatedPassword";

function SetupFields({ token }: { token: string }) {
  const t = useTexts(locale);
  const setup = useSetup(token);
  const required = (message: string) => [{ required: true, whitespace: true, message }];
  const submit = ({ organisation, name, login, password }: SetupForm) =>
    setup.mutate({ organisation, name, login, password });
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit}>
      <Typography.Paragraph type="secondary">{t.setupHint}</Typography.Paragraph>
      <Form.Item name="organisation" label={t.organisation} rules={required(t.organisationMissing)}>
        <Input autoFocus autoComplete="organization" />
      </Form.Item>
      <Form.Item name="name" label={t.yourName} rules={required(t.yourNameMissing)}>
        <Input autoComplete="name" />
      </Form.Item>
      <Form.Item name="login" label={t.login} rules={required(t.loginMissing)}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <RepeatedPassword name="password" label={t.newPassword} />
      {setup.error && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(setup.error)} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={setup.isPending}>
        {t.create}
      </Button>
    </Form>
  );
}

/** First start: the one-time link printed by the server leads here. */
export function SetupPage() {
  const t = useTexts(locale);
  const navigate = useNavigate();
  // Behind the #, so that the token reaches no server log and no Referer.
  const token = useLocation().hash.slice(1);
  const instance = useInstance();
  const done = instance.data?.setup_needed === false;
  return (
    <PublicFrame title={t.setupTitle}>
      {done || !token ? (
        <Alert
          type={done ? "info" : "warning"}
          showIcon
          title={done ? t.setupDone : t.setupNoToken}
          action={
            done && (
              <Button size="small" onClick={() => navigate("/sign-in")}>
                {t.toSignIn}
              </Button>
            )
          }
        />
      ) : (
        <SetupFields token={token} />
      )}
    </PublicFrame>
  );
}
