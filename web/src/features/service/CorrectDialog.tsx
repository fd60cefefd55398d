import { App, Form, Input } from "antd";
import { useTexts } from "../../lib/i18n";
import { type Opened, useCorrect } from "./api";
import { ChannelItem, KindItem, PriorityItem, TitleItem } from "./CaseFields";
import { Dialog } from "./Dialog";
import { serviceTexts } from "./locale";

type Filled = Pick<Opened, "kind" | "channel" | "priority"> & { title?: string; text?: string };

/** Corrects what a case is about. Whoever may not read the words leaves them as they are. */
export function CorrectDialog({ row, onClose }: { row: Opened; onClose: () => void }) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const saving = useCorrect(row);
  const { kind, channel, priority, title, text } = row;
  const words = title === null ? {} : { title, text: text ?? "" };
  return (
    <Dialog<Filled>
      title={t.change}
      form={form}
      initial={{ kind, channel, priority, ...words }}
      doing={saving}
      onSubmit={(said) =>
        saving.mutate(said, {
          onSuccess: () => {
            message.success(t.changed);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <KindItem />
      {title !== null && (
        <>
          <TitleItem />
          <Form.Item name="text" label={t.text}>
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={20_000} />
          </Form.Item>
        </>
      )}
      <div className="case-pair">
        <PriorityItem />
        <ChannelItem />
      </div>
    </Dialog>
  );
}
