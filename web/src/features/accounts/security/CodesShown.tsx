import { Alert, Button, Modal, Typography } from "antd";
import { useTexts } from "../../../lib/i18n";
import { security } from "./locale";

/** Recovery codes, this once. It closes only when the person says that they are kept. */
export function CodesShown({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const t = useTexts(security);
  return (
    <Modal
      open
      title={t.codesShownTitle}
      mask={{ closable: false }}
      closable={false}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onKept}>
          {t.codesKept}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t.codesShown} />
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Typography.Text copyable={{ text: codes.join("\n"), tooltips: [t.copyCodes, false] }}>
        {t.copyCodes}
      </Typography.Text>
    </Modal>
  );
}
