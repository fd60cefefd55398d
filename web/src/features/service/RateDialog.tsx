import { App, Form, Input, Radio } from "antd";
import { useTexts } from "../../lib/i18n";
import { type Opened, useRate } from "./api";
import { Dialog } from "./Dialog";
import { serviceTexts } from "./locale";

type Filled = { score: number; words: string };
export const SCORES = [1, 2, 3, 4, 5];

/** How satisfied the customer is, and in which words. */
export function RateDialog({ row, onClose }: { row: Opened; onClose: () => void }) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const rating = useRate(row);
  return (
    <Dialog<Filled>
      title={t.rate}
      form={form}
      initial={{ score: row.satisfaction ?? undefined, words: row.voice ?? "" }}
      doing={rating}
      onSubmit={(said) =>
        rating.mutate(said, {
          onSuccess: () => {
            message.success(t.rated);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Form.Item
        name="score"
        label={t.satisfaction}
        rules={[{ required: true, message: t.scoreMissing }]}
      >
        <Radio.Group
          optionType="button"
          options={SCORES.map((value) => ({ value, label: t.score(value) }))}
        />
      </Form.Item>
      <Form.Item name="words" label={t.voice}>
        <Input.TextArea
          placeholder={t.voiceHint}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={20_000}
        />
      </Form.Item>
    </Dialog>
  );
}
