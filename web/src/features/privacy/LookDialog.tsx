import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Descriptions, Form, Input, Modal } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Erasure, lookAt } from "./api";
import { locale } from "./locale";

/** A restricted customer: shown to who says why, and not before. */
export function LookDialog({ row, onClose }: { row: Erasure; onClose: () => void }) {
  const t = useTexts(locale);
  const seen = useMutation({ mutationFn: (reason: string) => lookAt(row.id, reason)() });
  return (
    <Modal open title={`${t.look} ${row.number}`} footer={null} onCancel={onClose}>
      {seen.isError && <Alert type="error" showIcon title={errorText(seen.error)} />}
      {seen.data ? (
        <Descriptions
          column={1}
          size="small"
          items={seen.data.facts.map((fact) => ({
            key: fact.label,
            label: fact.label,
            children: fact.values.join(" / "),
          }))}
        />
      ) : (
        <Form layout="vertical" onFinish={({ reason }) => seen.mutate(reason)}>
          <Form.Item
            name="reason"
            label={t.lookReason}
            extra={t.lookHint}
            rules={[{ required: true, min: 4, message: t.lookMissing }]}
          >
            <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1000} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={seen.isPending}>
            {t.look}
          </Button>
        </Form>
      )}
    </Modal>
  );
}
