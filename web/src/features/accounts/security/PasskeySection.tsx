import { App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { hasPasskeys, wasCancelled } from "../../../api/passkeys";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import { type Factors, useAddPasskey, useRemovePasskey } from "./api";
import { security } from "./locale";

type Props = { factors: Factors; onCodes: (codes: string[]) => void };

export function PasskeySection({ factors, onCodes }: Props) {
  const t = useTexts(security);
  const [naming, setNaming] = useState(false);
  const here = factors.passkeys_here && hasPasskeys();
  return (
    <section className="section" aria-labelledby="keys-title">
      <h2 id="keys-title">{t.keysTitle}</h2>
      <p className="muted">{here ? t.keysHint : t.keysNotHere}</p>
      {factors.passkeys.length === 0 ? (
        <p className="muted">{t.noKeys}</p>
      ) : (
        <ul className="rows">
          {factors.passkeys.map((row) => (
            <PasskeyRow key={row.id} row={row} />
          ))}
        </ul>
      )}
      {here && <Button onClick={() => setNaming(true)}>{t.addKey}</Button>}
      {naming && <AddDialog onClose={() => setNaming(false)} onCodes={onCodes} />}
    </section>
  );
}

function PasskeyRow({ row }: { row: Factors["passkeys"][number] }) {
  const t = useTexts(security);
  const { message, modal } = App.useApp();
  const remove = useRemovePasskey();
  const ask = () =>
    modal.confirm({
      title: t.removeKeySure(row.name),
      okText: t.remove,
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(row.id).catch((error) => message.error(errorText(error))),
    });
  return (
    <li>
      <div>
        {row.name}
        <div className="muted small">
          {t.added} <RelativeTime at={row.created_at} /> ·{" "}
          {row.last_used_at ? (
            <>
              {t.lastUsed} <RelativeTime at={row.last_used_at} />
            </>
          ) : (
            t.neverUsed
          )}
        </div>
      </div>
      <Button size="small" aria-label={t.removeKeyOf(row.name)} onClick={ask}>
        {t.remove}
      </Button>
    </li>
  );
}

function AddDialog({ onClose, onCodes }: { onClose: () => void; onCodes: Props["onCodes"] }) {
  const t = useTexts(security);
  const { cancel } = useTexts(common);
  const { message } = App.useApp();
  const [form] = Form.useForm<{ name: string }>();
  const add = useAddPasskey();
  const submit = ({ name }: { name: string }) =>
    add.mutate(name, {
      onSuccess: ({ recovery_codes }) => {
        onClose();
        if (recovery_codes.length > 0) onCodes(recovery_codes);
      },
      onError: (error) => message.error(wasCancelled(error) ? t.passkeyFailed : errorText(error)),
    });
  return (
    <Modal
      open
      title={t.addKey}
      okText={t.addKey}
      cancelText={cancel}
      confirmLoading={add.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ name: "" }} onFinish={submit}>
        <Form.Item name="name" label={t.keyName} extra={t.keyNameHint}>
          <Input autoFocus maxLength={80} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
