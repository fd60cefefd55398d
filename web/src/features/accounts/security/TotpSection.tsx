import { Alert, App, Button, Flex, Form, Input, Modal, Tag } from "antd";
import { lazy, Suspense } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import { type Factors, useBeginTotp, useConfirmTotp, useRemoveTotp } from "./api";
import { security } from "./locale";

const TotpSecret = lazy(() => import("./TotpSecret"));
type Props = { factors: Factors; onCodes: (codes: string[]) => void };

export function TotpSection({ factors, onCodes }: Props) {
  const t = useTexts(security);
  const { message, modal } = App.useApp();
  const begin = useBeginTotp();
  const remove = useRemoveTotp();
  const failed = (error: unknown) => message.error(errorText(error));
  const since = factors.totp_since;
  const ask = () =>
    modal.confirm({
      title: t.removeTotpSure,
      okText: t.remove,
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(undefined).catch(failed),
    });
  return (
    <section className="section" aria-labelledby="totp-title">
      <h2 id="totp-title">{t.totpTitle}</h2>
      <p className="muted">{t.totpHint}</p>
      <Flex gap={8} wrap align="center">
        {since ? (
          <span>
            <Tag color="success">
              {t.totpOn} <RelativeTime at={since} />
            </Tag>
          </span>
        ) : (
          <Tag>{t.totpOff}</Tag>
        )}
        <Button
          type={since ? "default" : "primary"}
          loading={begin.isPending}
          onClick={() => begin.mutate(undefined, { onError: failed })}
        >
          {since ? t.replace : t.setUp}
        </Button>
        {since && <Button onClick={ask}>{t.remove}</Button>}
      </Flex>
      {begin.data && <EnrolDialog enrolment={begin.data} onClose={begin.reset} onCodes={onCodes} />}
    </section>
  );
}

type Dialog = {
  enrolment: { secret: string; uri: string };
  onClose: () => void;
  onCodes: Props["onCodes"];
};

function EnrolDialog({ enrolment, onClose, onCodes }: Dialog) {
  const t = useTexts(security);
  const { cancel } = useTexts(common);
  const [form] = Form.useForm<{ code: string }>();
  const confirm = useConfirmTotp();
  const submit = ({ code }: { code: string }) =>
    confirm.mutate(code, {
      onSuccess: ({ recovery_codes }) => {
        onClose();
        if (recovery_codes.length > 0) onCodes(recovery_codes);
      },
    });
  return (
    <Modal
      open
      title={t.setUp}
      mask={{ closable: false }}
      okText={t.confirm}
      cancelText={cancel}
      confirmLoading={confirm.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Suspense fallback={null}>
        <TotpSecret enrolment={enrolment} />
      </Suspense>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item
          name="code"
          label={t.thenCode}
          rules={[{ required: true, message: t.codeMissing }]}
        >
          <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
        </Form.Item>
        {confirm.error && <Alert type="error" showIcon title={errorText(confirm.error)} />}
      </Form>
    </Modal>
  );
}
