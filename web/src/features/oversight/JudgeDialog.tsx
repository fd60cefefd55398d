import { Alert, App, Form, Input, Modal, Radio } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Unusual, useJudge, type Verdict } from "./api";
import { unusualTexts } from "./locale";

const SHORTEST = 4;
const LONGEST = 500;

/** What it was, and how one knows. */
export function JudgeDialog({ row, onClose }: { row: Unusual; onClose: () => void }) {
  const t = useTexts(unusualTexts);
  const { message } = App.useApp();
  const judge = useJudge(row.id);
  const [form] = Form.useForm<{ verdict: Verdict; note: string }>();
  const done = () => {
    void message.success(t.judged);
    onClose();
  };
  return (
    <Modal
      open
      title={t.judgeOf(row.person.name, row.text)}
      okText={t.save}
      cancelText={t.cancel}
      confirmLoading={judge.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {judge.error && <Alert type="error" showIcon title={errorText(judge.error)} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ verdict: "explained" }}
        onFinish={({ verdict, note }) =>
          judge.mutate({ verdict, note: note.trim() }, { onSuccess: done })
        }
      >
        <Form.Item name="verdict" label={t.verdict}>
          <Radio.Group
            options={[
              { value: "explained", label: t.explained },
              { value: "confirmed", label: t.confirmed },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="note"
          label={t.finding}
          extra={t.findingHint}
          rules={[{ required: true, whitespace: true, min: SHORTEST, message: t.findingMissing }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={LONGEST} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
