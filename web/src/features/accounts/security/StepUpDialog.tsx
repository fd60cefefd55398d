import { Alert, Button, Flex, Form, Input, Modal } from "antd";
import { wasCancelled } from "../../../api/passkeys";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { useProve, useProveByPasskey, useWays } from "./api";
import { security } from "./locale";

/** Asks for the password or the second factor; what the person was doing waits behind it. */
export default function StepUpDialog({ onDone }: { onDone: (proved: boolean) => void }) {
  const t = useTexts(security);
  const { cancel } = useTexts(common);
  const ways = useWays(true);
  return (
    <Modal
      open
      title={t.stepTitle}
      zIndex={2000}
      width={420}
      mask={{ closable: false }}
      onCancel={() => onDone(false)}
      footer={<Button onClick={() => onDone(false)}>{cancel}</Button>}
    >
      <p className="muted">{t.stepHint}</p>
      <QueryState query={ways}>
        {(data) => <Proof ways={data.ways} onProved={() => onDone(true)} />}
      </QueryState>
    </Modal>
  );
}

function Proof({ ways, onProved }: { ways: string[]; onProved: () => void }) {
  const t = useTexts(security);
  const prove = useProve();
  const passkey = useProveByPasskey();
  const byPassword = ways.includes("password");
  const failure = prove.error ?? passkey.error;
  const submit = ({ typed }: { typed: string }) =>
    prove.mutate(byPassword ? { password: typed } : { code: typed }, { onSuccess: onProved });
  return (
    <Flex vertical gap={12}>
      {(byPassword || ways.includes("totp")) && (
        <Form layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item
            name="typed"
            label={byPassword ? t.stepPassword : t.stepCode}
            rules={[
              { required: true, message: byPassword ? t.stepPasswordMissing : t.codeMissing },
            ]}
          >
            {byPassword ? (
              <Input.Password autoFocus autoComplete="current-password" />
            ) : (
              <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
            )}
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={prove.isPending}>
            {t.stepOk}
          </Button>
        </Form>
      )}
      {ways.includes("passkey") && (
        <Button
          block
          loading={passkey.isPending}
          onClick={() => passkey.mutate(undefined, { onSuccess: onProved })}
        >
          {t.usePasskey}
        </Button>
      )}
      {failure && (
        <Alert
          type="error"
          showIcon
          title={wasCancelled(failure) ? t.passkeyFailed : errorText(failure)}
        />
      )}
    </Flex>
  );
}
