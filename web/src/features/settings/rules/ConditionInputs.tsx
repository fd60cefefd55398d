import { Checkbox, Flex, Form, Select } from "antd";
import type { Field } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { CONDITIONS, fieldsFor } from "./draft";
import { ruleTexts } from "./locale";
import type { Condition, RuleDraft } from "./types";

type Props = {
  draft: RuleDraft;
  fields: Field[];
  onChange: (change: Pick<RuleDraft, "condition">) => void;
};

const FIRST: Condition = { field: "", operator: "is", values: [] };

/** When the rule applies: always, or only where another field says so. */
export function ConditionInputs({ draft, fields, onChange }: Props) {
  const words = useTexts(ruleTexts);
  const c = useTexts(common);
  const now = draft.condition ? { ...FIRST, ...draft.condition } : null;
  const set = (change: Partial<Condition>) =>
    onChange({ condition: { ...FIRST, ...now, ...change } });
  const fit = fieldsFor(fields, { kinds: draft.kinds, test: "required" });
  const field = fit.find(({ code }) => code === now?.field);
  const yesNo = [
    { value: "true", label: c.yes },
    { value: "false", label: c.no },
  ];
  const known = field?.type === "boolean" ? yesNo : (field?.options ?? []);
  const free = known.length === 0;
  return (
    <>
      <Form.Item>
        <Checkbox
          checked={now !== null}
          onChange={({ target }) => onChange({ condition: target.checked ? FIRST : null })}
        >
          {words.onlyWhen}
        </Checkbox>
      </Form.Item>
      {now && (
        <div className="rule-condition">
          <Flex gap={12} wrap>
            <Form.Item label={words.when} htmlFor="rule-when" className="rule-grow">
              <Select
                id="rule-when"
                showSearch={{ optionFilterProp: "label" }}
                value={now.field || undefined}
                options={fit.map(({ code, label }) => ({ value: code, label }))}
                onChange={(code) => set({ field: code, values: [] })}
              />
            </Form.Item>
            <Form.Item label={words.conditionIs} htmlFor="rule-condition" className="rule-narrow">
              <Select
                id="rule-condition"
                value={now.operator}
                options={CONDITIONS.map((value) => ({ value, label: words.conditions[value] }))}
                onChange={(operator) =>
                  set({ operator, values: operator.startsWith("is") ? now.values : [] })
                }
              />
            </Form.Item>
          </Flex>
          {now.operator.startsWith("is") && (
            <Form.Item label={words.values} htmlFor="rule-values">
              <Select
                id="rule-values"
                mode={free ? "tags" : "multiple"}
                open={free ? false : undefined}
                suffixIcon={free ? null : undefined}
                value={now.values}
                options={known}
                onChange={(values) => set({ values })}
              />
            </Form.Item>
          )}
        </div>
      )}
    </>
  );
}
