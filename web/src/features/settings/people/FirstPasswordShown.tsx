import { Alert, Button, Modal, Typography } from "antd";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { locale } from "../locale";
import type { FirstPassword } from "../types";

type Props = { name: string; login: string; first: FirstPassword; onKept: () => void };

/** What is handed over, this once. It closes only when the administrator says that it is kept. */
export function FirstPasswordShown({ name, login, first, onKept }: Props) {
  const t = useTexts(locale);
  const both = `${t.people.login}: ${login}\n${t.people.password}: ${first.password}`;
  return (
    <Modal
      open
      title={`${t.people.password} · ${name}`}
      mask={{ closable: false }}
      closable={false}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onKept}>
          {t.people.handedOver}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t.people.firstShown} className="settings-head" />
      <p>
        {t.people.login} <Typography.Text strong>{login}</Typography.Text>
      </p>
      <p>
        {t.people.password}{" "}
        <Typography.Text code copyable={{ text: both, tooltips: [t.people.copyBoth, false] }}>
          {first.password}
        </Typography.Text>
      </p>
      <p className="muted">{t.people.firstUntil(exactTime(first.until))}</p>
    </Modal>
  );
}
