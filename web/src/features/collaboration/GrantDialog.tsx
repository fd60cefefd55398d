import { DatePicker, Form, Modal, Radio } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import type { Grant, Waiting } from "./api";
import { collaborationTexts } from "./locale";

type Props = {
  row: Waiting;
  pending: boolean;
  onClose: () => void;
  onGrant: (what: Grant) => void;
};

/** What is shared with the applicant, and until when. */
export function GrantDialog({ row, pending, onClose, onGrant }: Props) {
  const t = useTexts(collaborationTexts);
  const [level, setLevel] = useState<Grant["level"]>("read");
  const [until, setUntil] = useState<Dayjs | null>(null);
  return (
    <Modal
      open
      title={t.granting(row.applicant)}
      okText={t.grant}
      confirmLoading={pending}
      onOk={() => onGrant({ level, until: until?.endOf("day").toISOString() ?? null })}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t.level}>
          <Radio.Group
            value={level}
            onChange={(event) => setLevel(event.target.value)}
            options={[
              { value: "read", label: t.read },
              { value: "edit", label: t.edit },
            ]}
          />
        </Form.Item>
        <Form.Item label={t.until} htmlFor="grant-until">
          <DatePicker
            id="grant-until"
            value={until}
            placeholder={t.forGood}
            onChange={setUntil}
            disabledDate={(day) => day.endOf("day").valueOf() < Date.now()}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
