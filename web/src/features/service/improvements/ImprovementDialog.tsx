import { App, Form, Input } from "antd";
import { useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { PersonSelect } from "../../../ui/PersonSelect";
import type { Opened } from "../api";
import { Dialog } from "../Dialog";
import { dayIn } from "../due";
import { serviceTexts } from "../locale";
import { type Improvement, useChange, usePlan } from "./api";
import { improvementTexts } from "./locale";

// A month is time enough for most things, and soon enough to be remembered.
const USUAL = 30;
type Filled = { title: string; text: string; due_on: string; owner_id: string };

function Fields({ owner }: { owner: string | undefined }) {
  const t = useTexts(improvementTexts);
  return (
    <>
      <Form.Item
        name="title"
        label={t.measureTitle}
        rules={[{ required: true, whitespace: true, message: t.measureMissing }]}
      >
        <Input autoFocus maxLength={120} />
      </Form.Item>
      <Form.Item name="text" label={t.measureText}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={20_000} />
      </Form.Item>
      <div className="case-pair">
        <Form.Item name="owner_id" label={t.owner} required>
          <PersonSelect name={owner} />
        </Form.Item>
        <Form.Item
          name="due_on"
          label={t.dueOn}
          rules={[{ required: true, message: t.dueMissing }]}
        >
          <Input type="date" />
        </Form.Item>
      </div>
    </>
  );
}

/** Plans an improvement for a case. */
export function ImprovementDialog({ of, onClose }: { of: Opened; onClose: () => void }) {
  const t = useTexts(improvementTexts);
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const planning = usePlan(of);
  return (
    <Dialog<Filled>
      title={t.plan}
      form={form}
      initial={{ text: "", due_on: dayIn(USUAL), owner_id: me.user.id }}
      doing={planning}
      onSubmit={(said) =>
        planning.mutate(said, {
          onSuccess: () => {
            message.success(t.planned);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Fields owner={me.user.name} />
    </Dialog>
  );
}

/** Changes what is planned, whose it is, or until when. */
export function ChangeDialog({ row, onClose }: { row: Improvement; onClose: () => void }) {
  const t = useTexts(improvementTexts);
  const s = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const changing = useChange(row);
  const { title, text, due_on, owner } = row;
  return (
    <Dialog<Filled>
      title={t.changeMeasure}
      form={form}
      initial={{ title: title ?? "", text: text ?? "", due_on, owner_id: owner?.id }}
      doing={changing}
      onSubmit={(said) =>
        changing.mutate(said, {
          onSuccess: () => {
            message.success(s.changed);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Fields owner={owner?.name} />
    </Dialog>
  );
}
