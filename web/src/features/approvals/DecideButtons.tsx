import { Alert, App, Button, Checkbox, Flex, Form, Input, InputNumber, Modal } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Approval, useDecide } from "./api";
import { approvalTexts } from "./locale";

type Props = { row: Approval; onClose: () => void };

function NarrowDialog({ row, onClose }: Props) {
  const t = useTexts(approvalTexts);
  const { message } = App.useApp();
  const decide = useDecide(row.id);
  const [form] = Form.useForm<{
    fields: string[];
    minutes: number;
    looks: number;
    words: string;
  }>();
  const exported = row.kind === "export";
  // An export is fetched within hours, a value is looked at for minutes; the server counts in minutes.
  const unit = exported ? 60 : 1;
  const start = {
    fields: row.fields.map(({ code }) => code),
    minutes: row.minutes,
    looks: row.looks,
    words: "",
  };
  return (
    <Modal
      open
      title={t.narrowOf(row.user?.name ?? "")}
      okText={t.approve}
      cancelText={t.cancel}
      confirmLoading={decide.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {decide.error && <Alert type="error" showIcon title={errorText(decide.error)} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={start}
        onFinish={(values) =>
          decide.mutate(
            { approve: { version: row.version, ...values, words: values.words.trim() } },
            {
              onSuccess: () => {
                message.success(t.approved);
                onClose();
              },
            },
          )
        }
      >
        {!exported && (
          <Form.Item name="fields" label={t.fields} rules={[{ type: "array", min: 1 }]}>
            <Checkbox.Group
              options={row.fields.map(({ code, label }) => ({ value: code, label }))}
            />
          </Form.Item>
        )}
        <Form.Item
          name="minutes"
          label={exported ? t.exportHours : t.minutes}
          rules={[{ required: true }]}
          getValueProps={(minutes) => ({ value: minutes == null ? minutes : minutes / unit })}
          normalize={(time) => (time == null ? time : Math.round(time * unit))}
        >
          <InputNumber min={1} max={row.minutes / unit} />
        </Form.Item>
        <Form.Item
          name="looks"
          label={exported ? t.exportLooks : t.looks}
          rules={[{ required: true }]}
        >
          <InputNumber min={1} max={row.looks} />
        </Form.Item>
        <Form.Item name="words" label={t.note}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function RefuseDialog({ row, onClose }: Props) {
  const t = useTexts(approvalTexts);
  const { message } = App.useApp();
  const decide = useDecide(row.id);
  const [form] = Form.useForm<{ reason: string }>();
  return (
    <Modal
      open
      title={t.refuseOf(row.user?.name ?? "")}
      okText={t.refuse}
      okButtonProps={{ danger: true }}
      cancelText={t.cancel}
      confirmLoading={decide.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {decide.error && <Alert type="error" showIcon title={errorText(decide.error)} />}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          decide.mutate(
            { refuse: { version: row.version, reason: reason.trim() } },
            {
              onSuccess: () => {
                message.success(t.refusedNow);
                onClose();
              },
            },
          )
        }
      >
        <Form.Item
          name="reason"
          label={t.why}
          rules={[{ required: true, whitespace: true, min: 2, message: t.whyMissing }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Approve as asked, grant less, or refuse: broad enough for a thumb. */
export function DecideButtons({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  const { message } = App.useApp();
  const decide = useDecide(row.id);
  const [dialog, setDialog] = useState<"narrow" | "refuse" | null>(null);
  const person = row.user?.name ?? "";
  const approve = () =>
    decide.mutate(
      { approve: { version: row.version, words: "" } },
      {
        onSuccess: () => message.success(t.approved),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <Flex gap={8} className="approval-deeds" wrap>
      <Button
        type="primary"
        size="large"
        loading={decide.isPending}
        aria-label={t.approveOf(person)}
        onClick={approve}
      >
        {t.approve}
      </Button>
      <Button size="large" aria-label={t.narrowOf(person)} onClick={() => setDialog("narrow")}>
        {t.narrow}
      </Button>
      <Button
        size="large"
        danger
        aria-label={t.refuseOf(person)}
        onClick={() => setDialog("refuse")}
      >
        {t.refuse}
      </Button>
      {dialog === "narrow" && <NarrowDialog row={row} onClose={() => setDialog(null)} />}
      {dialog === "refuse" && <RefuseDialog row={row} onClose={() => setDialog(null)} />}
    </Flex>
  );
}
