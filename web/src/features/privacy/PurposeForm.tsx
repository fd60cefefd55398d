import { Checkbox, Form, Input, InputNumber, Select } from "antd";
import { useFields } from "../../api/fields";
import { useTexts } from "../../lib/i18n";
import { addPurpose, changePurpose, type Purpose, type PurposeDraft } from "./api";
import { choices, Dialog } from "./Dialog";
import { locale } from "./locale";

/** Enters a purpose into the register, or says it anew. */
export function PurposeForm({ row, onClose }: { row?: Purpose; onClose: () => void }) {
  const t = useTexts(locale);
  const [form] = Form.useForm<PurposeDraft>();
  const fields = useFields().data?.fields ?? [];
  const name = (at: "name_zh" | "name_en", label: string) => (
    <Form.Item name={at} label={label} rules={[{ required: true, message: t.nameMissing }]}>
      <Input maxLength={80} />
    </Form.Item>
  );
  const tidy = (filled: PurposeDraft) => ({
    ...filled,
    contract_until: filled.contract_until || null,
  });
  return (
    <Dialog<PurposeDraft>
      title={row ? t.changePurpose : t.addPurpose}
      form={form}
      first={
        (row as Partial<PurposeDraft> | undefined) ?? {
          basis: "consent",
          fields: [],
          recipients: "",
          cross_border: false,
          months: null,
        }
      }
      said={t.saved}
      deed={(filled) => (row ? changePurpose(row, tidy(filled)) : addPurpose(tidy(filled)))}
      onClose={onClose}
    >
      {name("name_zh", t.nameZh)}
      {name("name_en", t.nameEn)}
      <Form.Item name="basis" label={t.basis}>
        <Select options={choices(t.bases)} />
      </Form.Item>
      <Form.Item name="fields" label={t.fields}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={fields.map((each) => ({
            value: each.code,
            label: each.label,
          }))}
        />
      </Form.Item>
      <Form.Item name="months" label={t.months}>
        <InputNumber min={1} max={1200} />
      </Form.Item>
      <Form.Item name="recipients" label={t.recipients}>
        <Input.TextArea autoSize={{ minRows: 1 }} maxLength={2000} />
      </Form.Item>
      <Form.Item name="contract_until" label={t.contractUntil}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="cross_border" valuePropName="checked">
        <Checkbox>{t.crossBorder}</Checkbox>
      </Form.Item>
    </Dialog>
  );
}
