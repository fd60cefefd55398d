import { Alert, Button, Divider, Modal, Tag } from "antd";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { AskCustomer } from "./AskCustomer";
import type { Whose } from "./api";
import { FoundOut } from "./FoundOut";
import { locale } from "./locale";
import { useBasis } from "./PointMark";
import type { Standing } from "./types";

type Props = Whose & {
  standing: Standing;
  name: string;
  shown: string;
  onChanged: () => void;
  onClose: () => void;
};

/** One contact point: what is known, a message to the customer, or what a person found out. */
export function VerifyDialog(props: Props) {
  const { customerId, version, standing, name, shown, onChanged, onClose } = props;
  const t = useTexts(locale);
  const can = useCan();
  const step = { whose: { customerId, version }, standing, onChanged };
  return (
    <Modal
      open
      title={t.verifyOf(name)}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t.close}</Button>}
    >
      <Known standing={standing} shown={shown} />
      {!standing.verifiable && <Alert type="warning" showIcon title={t.notValid} />}
      {standing.verifiable && standing.channel && can(RIGHTS.verifySend) && (
        <AskCustomer {...step} />
      )}
      {standing.verifiable && can(RIGHTS.verifyConfirm) && (
        <>
          {standing.channel && <Divider />}
          <FoundOut {...step} />
        </>
      )}
    </Modal>
  );
}

function Known({ standing, shown }: { standing: Standing; shown: string }) {
  const t = useTexts(locale);
  const basis = useBasis();
  const word = t.states[standing.state as keyof typeof t.states];
  return (
    <div className="verify-known">
      <p>
        <strong className="num-text">{shown}</strong> <Tag variant="filled">{word}</Tag>
      </p>
      {standing.at && (
        <p className="muted">
          {basis(standing)}
          {standing.valid_until &&
            ` · ${t.validUntil(exactTime(standing.valid_until).slice(0, 10))}`}
          {standing.note && <span className="verify-note">{standing.note}</span>}
        </p>
      )}
    </div>
  );
}
