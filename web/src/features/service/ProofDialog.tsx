import { App, Form, Input, Radio } from "antd";
import { useTexts } from "../../lib/i18n";
import { Dialog } from "./Dialog";
import { type Improvement, useProve } from "./improvementApi";
import { serviceTexts } from "./locale";

type Filled = { effect: "yes" | "no"; proof: string };

/** Without proof nothing is closed: whether it had the effect, and by what one knows. */
export function ProofDialog({ row, onClose }: { row: Improvement; onClose: () => void }) {
  const t = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const proving = useProve(row);
  return (
    <Dialog<Filled>
      title={t.closeWithProof}
      okText={t.closeWithProof}
      form={form}
      initial={{
        proof: row.proof ?? "",
        ...(row.effect === "unknown" ? {} : { effect: row.effect }),
      }}
      doing={proving}
      onSubmit={(said) =>
        proving.mutate(said, {
          onSuccess: () => {
            message.success(t.proven);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Form.Item
        name="effect"
        label={t.effect}
        rules={[{ required: true, message: t.effectMissing }]}
      >
        <Radio.Group
          optionType="button"
          options={(["yes", "no"] as const).map((value) => ({ value, label: t.effects[value] }))}
        />
      </Form.Item>
      <Form.Item
        name="proof"
        label={t.proof}
        rules={[{ required: true, whitespace: true, message: t.proofMissing }]}
      >
        <Input.TextArea
          placeholder={t.proofHint}
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={20_000}
        />
      </Form.Item>
    </Dialog>
  );
}
