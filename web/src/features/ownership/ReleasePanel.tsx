import { Alert, App, Button, Form, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Reason, usePools, useRelease } from "./api";
import { ownershipTexts } from "./locale";
import { CLAIM } from "./rights";

type Values = { pool: string; reason: Reason };
type Props = { customerId: string; onClose: () => void };

function ReleaseDialog({ customerId, onClose }: Props) {
  const t = useTexts(ownershipTexts);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const pools = usePools().data ?? [];
  const release = useRelease();
  const run = ({ pool, reason }: Values) =>
    release.mutate(
      { customer: customerId, pool, reason },
      {
        onSuccess: () => {
          message.success(t.released);
          navigate("/customers");
        },
      },
    );
  return (
    <Modal
      open
      title={t.release}
      okText={t.release}
      confirmLoading={release.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {release.isError && <Alert type="error" showIcon title={errorText(release.error)} />}
      <p className="muted">{t.releaseHint}</p>
      <Form form={form} layout="vertical" onFinish={run} initialValues={{ pool: pools[0]?.id }}>
        <Form.Item name="pool" label={t.pool} rules={[{ required: true, message: t.poolMissing }]}>
          <Select options={pools.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t.reason}
          rules={[{ required: true, message: t.reasonMissing }]}
        >
          <Radio.Group
            options={Object.entries(t.reasons).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Putting a customer into a pool, on its page, where there is one. */
export function ReleasePanel({ customerId, editable }: { customerId: string; editable: boolean }) {
  const t = useTexts(ownershipTexts);
  const may = useCan()(CLAIM) && editable;
  const pools = usePools(may);
  const [asking, setAsking] = useState(false);
  if (!may || !pools.data?.length) return null;
  return (
    <div className="section">
      <Button size="small" onClick={() => setAsking(true)}>
        {t.release}
      </Button>
      {asking && <ReleaseDialog customerId={customerId} onClose={() => setAsking(false)} />}
    </div>
  );
}
