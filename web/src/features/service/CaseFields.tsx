import { Form, Input, Segmented, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { useChoices } from "./api";
import { serviceTexts } from "./locale";

export const KINDS = ["complaint", "consultation", "repair"] as const;
const PRIORITIES = ["normal", "high", "urgent"] as const;
const CHANNELS = ["phone", "wechat", "email", "visit", "web", "other"] as const;

export function KindItem() {
  const t = useTexts(serviceTexts);
  return (
    <Form.Item name="kind" label={t.kind} required>
      <Segmented
        aria-label={t.kind}
        options={KINDS.map((value) => ({ value, label: t.kinds[value] }))}
      />
    </Form.Item>
  );
}

export function TitleItem() {
  const t = useTexts(serviceTexts);
  return (
    <Form.Item
      name="title"
      label={t.subject}
      rules={[{ required: true, whitespace: true, message: t.subjectMissing }]}
    >
      <Input placeholder={t.subjectHint} maxLength={120} />
    </Form.Item>
  );
}

export function PriorityItem() {
  const t = useTexts(serviceTexts);
  return (
    <Form.Item name="priority" label={t.priority} required>
      <Select options={PRIORITIES.map((value) => ({ value, label: t.priorities[value] }))} />
    </Form.Item>
  );
}

export function ChannelItem() {
  const t = useTexts(serviceTexts);
  return (
    <Form.Item name="channel" label={t.channel} required>
      <Select options={CHANNELS.map((value) => ({ value, label: t.channels[value] }))} />
    </Form.Item>
  );
}

export const BY_KIND = "";
export const TO_ME = "me";

/** To the queue of its kind, to oneself, or to a queue. */
export function PlaceItem() {
  const t = useTexts(serviceTexts);
  const queues = useChoices().data?.queues ?? [];
  return (
    <Form.Item name="place" label={t.toWhom} required>
      <Select
        options={[
          { value: BY_KIND, label: t.byKind },
          { value: TO_ME, label: t.toMe },
          ...queues.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </Form.Item>
  );
}
