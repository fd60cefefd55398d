import { Modal } from "antd";
import { useTexts } from "../../lib/i18n";
import { texts } from "./locale";
import { TransactionComposer } from "./TransactionComposer";

/** The form for a transaction, over the page. */
export function RecordDialog({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useTexts(texts);
  return (
    <Modal open title={t.record} width={720} footer={null} onCancel={onClose} destroyOnHidden>
      <TransactionComposer customerId={customerId} onDone={onClose} />
    </Modal>
  );
}
