import { Alert, App, Button, Form, Input } from "antd";
import { Link } from "react-router";
import { useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { useChangePassword } from "./api";
import { locale } from "./locale";
import { RepeatedPassword } from "./RepeatedPassword";
import { Services } from "./Services";
import { security } from "./security/locale";
import { Tokens } from "./Tokens";
import "./accounts.css";

function Facts() {
  const t = useTexts(locale);
  const { user } = useMe();
  const facts = [
    [t.yourName, user.name],
    [t.login, user.login],
    [t.email, user.email],
    [t.department, user.department?.name],
    [t.roles, user.roles.map((role) => role.name).join(" · ")],
  ];
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="muted">{label}</dt>
          <dd>{value || t.none}</dd>
        </div>
      ))}
    </dl>
  );
}

function PasswordForm() {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const [form] = Form.useForm<{ old: string; fresh: string }>();
  const change = useChangePassword();
  const submit = ({ old, fresh }: { old: string; fresh: string }) =>
    change.mutate(
      { old, new: fresh },
      {
        onSuccess: () => {
          form.resetFields();
          message.success(t.passwordChanged);
        },
      },
    );
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} className="narrow">
      <Form.Item
        name="old"
        label={t.oldPassword}
        rules={[{ required: true, message: t.passwordMissing }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <RepeatedPassword name="fresh" label={t.newPassword} />
      {change.error && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(change.error)} />
        </Form.Item>
      )}
      <Button htmlType="submit" loading={change.isPending}>
        {t.changePassword}
      </Button>
    </Form>
  );
}

export function AccountPage() {
  const t = useTexts(locale);
  const s = useTexts(security);
  return (
    <div className="page-narrow account">
      <PageHeader title={t.accountTitle} />
      <Facts />
      <section className="section">
        <h2>{s.title}</h2>
        <p>
          <Link to="/account/security">{s.lead}</Link>
        </p>
      </section>
      <Services />
      <section className="section">
        <h2>{t.tokensTitle}</h2>
        <Tokens />
      </section>
      <section className="section">
        <h2>{t.passwordTitle}</h2>
        <PasswordForm />
      </section>
    </div>
  );
}
