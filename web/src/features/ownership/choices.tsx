import { Form, InputNumber, Select } from "antd";
import { useDepartments, useTags } from "../../api/directory";
import { useTexts } from "../../lib/i18n";
import { common } from "../../ui/locale";
import { ownershipTexts } from "./locale";

type Props = { name: string; label: string; hint?: string; placeholder?: string };

const ids = (rows: readonly { id: string; name: string }[] | undefined) =>
  (rows ?? []).map(({ id, name }) => ({ value: id, label: name }));

export function DepartmentsItem({ name, label, hint, placeholder }: Props) {
  const t = useTexts(ownershipTexts);
  const departments = useDepartments();
  return (
    <Form.Item name={name} label={label} extra={hint}>
      <Select
        mode="multiple"
        optionFilterProp="label"
        placeholder={placeholder ?? t.any}
        options={ids(departments.data)}
      />
    </Form.Item>
  );
}

export function TagsItem({ name, label, hint, placeholder }: Props) {
  const t = useTexts(ownershipTexts);
  const tags = useTags();
  return (
    <Form.Item name={name} label={label} extra={hint}>
      <Select
        mode="multiple"
        optionFilterProp="label"
        placeholder={placeholder ?? t.any}
        options={ids(tags.data)}
      />
    </Form.Item>
  );
}

export function KindsItem({ name, label }: Props) {
  const t = useTexts(ownershipTexts);
  const c = useTexts(common);
  return (
    <Form.Item name={name} label={label}>
      <Select
        mode="multiple"
        placeholder={t.any}
        options={[
          { value: "person", label: c.person },
          { value: "organisation", label: c.organisation },
        ]}
      />
    </Form.Item>
  );
}

type NumberProps = Props & { least?: number; missing?: string };

/** A whole number; required when something is said for the case that it is missing. */
export function NumberItem({ name, label, hint, placeholder, least = 0, missing }: NumberProps) {
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={missing ? [{ required: true, message: missing }] : []}
    >
      <InputNumber min={least} precision={0} placeholder={placeholder} style={{ width: "100%" }} />
    </Form.Item>
  );
}
