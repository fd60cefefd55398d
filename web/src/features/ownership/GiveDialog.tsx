import { Alert, App, Form, Modal } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PersonSelect } from "../../ui/PersonSelect";
import { type Pool, useGive, type Waiting } from "./api";
import { ownershipTexts } from "./locale";

type Props = { pool: Pool; row: Waiting; onClose: () => void };

/** Whom a customer of a pool is given to. */
export function GiveDialog({ pool, row, onClose }: Props) {
  const t = useTexts(ownershipTexts);
  const { message } = App.useApp();
  const [owner, setOwner] = useState<string | null>(null);
  const give = useGive();
  const run = () =>
    owner &&
    give.mutate(
      { pool: pool.id, customer: row.id, owner },
      {
        onSuccess: () => {
          message.success(t.given);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t.giveOf(row.name ?? row.number)}
      okText={t.give}
      okButtonProps={{ disabled: !owner }}
      confirmLoading={give.isPending}
      onOk={run}
      onCancel={onClose}
    >
      {give.isError && <Alert type="error" showIcon title={errorText(give.error)} />}
      <Form layout="vertical">
        <Form.Item label={t.giveTo} htmlFor="give-to">
          <PersonSelect id="give-to" value={owner} onChange={setOwner} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
