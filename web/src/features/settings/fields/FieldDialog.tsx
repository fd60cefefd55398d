import { Checkbox, Form, Input, Select } from "antd";
import type { Field } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { useAddField, useChangeField } from "../api";
import { FormDialog } from "../FormDialog";
import { locale } from "../locale";
import { optionLines, optionsFrom } from "./options";

type Values = {
  code: string;
  label_zh: string;
  label_en: string;
  kinds: string[];
  type: string;
  sensitivity: string;
  required: boolean;
  choices: string;
};

const CHOICES = new Set(["choice", "multi_choice"]);

/** Adds a custom field, or changes what may change: code, type and sensitivity stay as they were made. */
export function FieldDialog({ field, onClose }: { field: Field | null; onClose: () => void }) {
  const t = useTexts(locale);
  const words = t.fields;
  const [form] = Form.useForm<Values>();
  const add = useAddField();
  const change = useChangeField();
  const saving = field ? change : add;
  const type = Form.useWatch("type", form) ?? field?.type ?? "text";

  function save(values: Values) {
    const { choices = "", code, type: chosen, sensitivity, ...rest } = values;
    const body = { ...rest, options: optionsFrom(choices) };
    if (field) change.mutate({ code: field.code, ...body }, { onSuccess: onClose });
    else {
      add.mutate(
        { ...body, code, type: chosen, sensitivity, group: "custom" },
        { onSuccess: onClose },
      );
    }
  }

  const named = (record: Record<string, string>) =>
    Object.entries(record).map(([value, label]) => ({ value, label }));
  return (
    <FormDialog<Values>
      title={field ? words.change : words.add}
      form={form}
      initial={{
        label_zh: field?.label_zh ?? "",
        label_en: field?.label_en ?? "",
        kinds: field?.kinds ?? ["person", "organisation"],
        type: field?.type ?? "text",
        sensitivity: field?.sensitivity ?? "clear",
        required: field?.required ?? false,
        choices: optionLines(field?.options ?? []),
      }}
      busy={saving.isPending}
      error={saving.error}
      onSave={save}
      onClose={onClose}
    >
      <Form.Item
        name="label_zh"
        label={words.labelZh}
        rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
      >
        <Input autoFocus maxLength={64} />
      </Form.Item>
      <Form.Item name="label_en" label={words.labelEn}>
        <Input maxLength={64} />
      </Form.Item>
      {!field && (
        <>
          <Form.Item
            name="code"
            label={words.code}
            extra={words.codeHint}
            rules={[{ required: true, pattern: /^[a-z][a-z0-9_]*$/, message: words.codeBad }]}
          >
            <Input maxLength={48} />
          </Form.Item>
          <Form.Item name="type" label={words.type}>
            <Select options={named(words.types)} />
          </Form.Item>
          <Form.Item name="sensitivity" label={words.sensitivity} extra={words.sensitivityHint}>
            <Select options={named(words.sensitivities)} />
          </Form.Item>
        </>
      )}
      {CHOICES.has(type) && (
        <Form.Item name="choices" label={words.options} extra={words.optionsHint}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} />
        </Form.Item>
      )}
      <Form.Item name="kinds" label={words.kinds}>
        <Checkbox.Group options={named(words.kindNames)} />
      </Form.Item>
      <Form.Item name="required" valuePropName="checked">
        <Checkbox>{words.required}</Checkbox>
      </Form.Item>
    </FormDialog>
  );
}
