import { App, Form, Input } from "antd";
import { useTexts } from "../../lib/i18n";
import { type Opened, useAnswer } from "./api";
import { Dialog } from "./Dialog";
import { serviceTexts } from "./locale";

type Filled = { text: string };

/** The customer has had a first answer: what they were told. */
export function AnswerDialog({ row, onClose }: { row: Opened; onClose: () => void }) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const answering = useAnswer(row);
  return (
    <Dialog<Filled>
      title={t.answer}
      form={form}
      initial={{ text: "" }}
      doing={answering}
      onSubmit={({ text }) =>
        answering.mutate(text, {
          onSuccess: () => {
            message.success(t.answered);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Form.Item name="text" label={t.answerText} extra={t.answerHint}>
        <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} maxLength={20_000} />
      </Form.Item>
    </Dialog>
  );
}
