import { App, Form, Input, Radio, Select } from "antd";
import { useTexts } from "../../../lib/i18n";
import { Dialog } from "../Dialog";
import { type Effect, type Improvement, useFiles, useProve } from "./api";
import { improvementTexts } from "./locale";

/** One of the customer's documents that shows the effect. */
function FileItem({ row }: { row: Improvement }) {
  const t = useTexts(improvementTexts);
  const files = useFiles(row.customer_id);
  const titles = new Map((files.data?.rows ?? []).map(({ id, title }) => [id, title]));
  if (row.document) titles.set(row.document.id, row.document.title);
  return (
    <Form.Item name="document_id" label={t.proofFile} extra={t.proofFileHint}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        loading={files.isFetching}
        notFoundContent={t.proofFileNone}
        options={[...titles].map(([value, title]) => ({
          value,
          label: title ?? t.proofFileSealed,
        }))}
      />
    </Form.Item>
  );
}

/** Without proof nothing is closed: whether it had the effect, and by what one knows. */
export function ProofDialog({ row, onClose }: { row: Improvement; onClose: () => void }) {
  const t = useTexts(improvementTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Effect>();
  const proving = useProve(row);
  return (
    <Dialog<Effect>
      title={t.closeWithProof}
      okText={t.closeWithProof}
      form={form}
      initial={{
        proof: row.proof ?? "",
        document_id: row.document?.id ?? null,
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
      <FileItem row={row} />
    </Dialog>
  );
}
