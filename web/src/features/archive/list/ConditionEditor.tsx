import { Button, Flex, Form, Select } from "antd";
import { useState } from "react";
import type { Field, FieldGroup } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { operationText } from "./conditionText";
import { type Condition, isComplete, MANY_VALUES } from "./filters";
import { listTexts } from "./locale";
import { ValueInput } from "./ValueInput";

type Props = {
  fields: Field[];
  groups: FieldGroup[];
  condition: Condition | null;
  onApply: (condition: Condition) => void;
};

function fieldOptions(fields: Field[], groups: FieldGroup[]) {
  const usable = fields.filter((field) => field.active && field.filter_ops.length > 0);
  const known = new Set(groups.map((group) => group.code));
  const of = (inGroup: (field: Field) => boolean) =>
    usable.filter(inGroup).map((field) => ({ value: field.code, label: field.label }));
  const grouped = groups
    .map((group) => ({ label: group.label, options: of((field) => field.group === group.code) }))
    .filter((group) => group.options.length > 0);
  return [...grouped, ...of((field) => !known.has(field.group))];
}

/** Field, operation, value; ready to apply when the three fit together. */
export function ConditionEditor({ fields, groups, condition, onApply }: Props) {
  const t = useTexts(listTexts);
  const [draft, setDraft] = useState<Condition>(condition ?? { field: "", op: "" });
  const field = fields.find((each) => each.code === draft.field);
  const chooseField = (code: string) => {
    const op = fields.find((each) => each.code === code)?.filter_ops[0] ?? "";
    setDraft({ field: code, op });
  };
  const chooseOp = (op: string) => {
    const keep = MANY_VALUES.has(op) === MANY_VALUES.has(draft.op) && op !== "between";
    setDraft({ field: draft.field, op, ...(keep ? { value: draft.value } : {}) });
  };
  const ready = field !== undefined && isComplete(draft);
  const needsValue = field && draft.op !== "empty" && draft.op !== "not_empty";
  return (
    <Form layout="vertical" className="condition" onFinish={() => ready && onApply(draft)}>
      <Form.Item label={t.field} htmlFor="condition-field">
        <Select
          id="condition-field"
          autoFocus={!condition}
          showSearch={{ optionFilterProp: "label" }}
          options={fieldOptions(fields, groups)}
          value={draft.field || undefined}
          onChange={chooseField}
        />
      </Form.Item>
      {field && (
        <Form.Item label={t.operation} htmlFor="condition-op">
          <Select
            id="condition-op"
            options={field.filter_ops.map((op) => ({
              value: op,
              label: operationText(op, field, t),
            }))}
            value={draft.op}
            onChange={chooseOp}
          />
        </Form.Item>
      )}
      {needsValue && (
        <Form.Item label={t.value}>
          <ValueInput
            field={field}
            op={draft.op}
            value={draft.value}
            onChange={(value) => setDraft({ ...draft, value })}
          />
        </Form.Item>
      )}
      <Flex justify="end">
        <Button type="primary" htmlType="submit" disabled={!ready}>
          {t.apply}
        </Button>
      </Flex>
    </Form>
  );
}
