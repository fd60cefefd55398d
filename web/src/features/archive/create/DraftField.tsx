import { Form } from "antd";
import type { Field } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { FieldInput } from "../FieldInput";
import type { Value } from "../types";
import { preview } from "./draft";
import { createTexts } from "./locale";

type Props = {
  field: Field;
  value: string;
  onChange: (value: string) => void;
  checked: Value[];
  autoFocus?: boolean;
};

/** One field of the draft with how its value will be stored. */
export function DraftField({ field, value, onChange, checked, autoFocus }: Props) {
  const t = useTexts(createTexts);
  const shown = value.trim() === "" ? null : preview(field.code, checked);
  const help = shown?.invalid
    ? t.keptInvalid(shown.reason ?? t.invalid)
    : shown && t.standardised(shown.text);
  const id = `draft-${field.code.replace(":", "-")}`;
  return (
    <Form.Item
      label={field.label}
      htmlFor={id}
      help={help}
      validateStatus={shown?.invalid ? "warning" : undefined}
    >
      <FieldInput id={id} {...{ field, value, onChange, autoFocus }} />
    </Form.Item>
  );
}
