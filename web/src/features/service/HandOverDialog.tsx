import { App, Form, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { PersonSelect } from "../../ui/PersonSelect";
import { type HandOver, type Opened, useChoices, useHandOver } from "./api";
import { Dialog } from "./Dialog";
import { serviceTexts } from "./locale";

type To = "colleague" | "queue";

/** Gives a case to a colleague or a queue, saying why. */
export function HandOverDialog({ row, onClose }: { row: Opened; onClose: () => void }) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<HandOver>();
  const [to, setTo] = useState<To>("colleague");
  const queues = useChoices().data?.queues ?? [];
  const giving = useHandOver(row);
  const give = (said: HandOver) =>
    giving.mutate(said, {
      onSuccess: () => {
        message.success(t.handedOver);
        onClose();
      },
    });
  return (
    <Dialog<HandOver>
      title={t.handOver}
      okText={t.handOver}
      form={form}
      doing={giving}
      onSubmit={give}
      onClose={onClose}
    >
      <Segmented<To>
        className="case-to"
        aria-label={t.toWhom}
        value={to}
        onChange={setTo}
        options={[
          { value: "colleague", label: t.toColleague },
          { value: "queue", label: t.toQueue },
        ]}
      />
      {to === "colleague" ? (
        <Form.Item
          key="colleague"
          name="assignee_id"
          label={t.toColleague}
          rules={[{ required: true, message: t.colleagueMissing }]}
        >
          <PersonSelect />
        </Form.Item>
      ) : (
        <Form.Item
          key="queue"
          name="queue_id"
          label={t.toQueue}
          rules={[{ required: true, message: t.queueMissing }]}
        >
          <Select
            notFoundContent={t.noQueues}
            options={queues.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="why"
        label={t.why}
        rules={[{ required: true, whitespace: true, message: t.whyMissing }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={20_000} />
      </Form.Item>
    </Dialog>
  );
}
