import { Alert, Form, Input, Select } from "antd";
import { useState } from "react";
import type { Field } from "../../../api/fields";
import { useRested } from "../../../lib/debounce";
import { useTexts } from "../../../lib/i18n";
import { useTried } from "./api";
import { ruleTexts } from "./locale";
import type { RuleDraft } from "./types";

type Props = { draft: RuleDraft; fields: Field[] };

const TONES = { kept: "success", broken: "error", not_asked: "info", unique: "info" } as const;

/** Type something and see whether the rule would be satisfied. */
export function TryOut({ draft, fields }: Props) {
  const words = useTexts(ruleTexts);
  const [values, setValues] = useState<Record<string, string>>({});
  const codes = [
    ...new Set([...draft.fields, ...(draft.condition ? [draft.condition.field] : [])]),
  ].filter(Boolean);
  const given = Object.fromEntries(
    codes.filter((code) => values[code]).map((code) => [code, [values[code] ?? ""]]),
  );
  const typed = Object.keys(given).length > 0;
  const rested = useRested(JSON.stringify(given), 300);
  const tried = useTried(draft, draft.kinds[0] ?? "person", JSON.parse(rested));
  const verdict = tried.data?.verdict as keyof typeof TONES | undefined;
  const differing = tried.data?.values.filter((each) => each.standard !== each.given.trim());
  return (
    <section aria-label={words.tryOut} className="rule-try">
      <h3>{words.tryOut}</h3>
      <p className="small muted">{words.tryHint}</p>
      {codes.map((code) => {
        const field = fields.find((each) => each.code === code);
        const label = words.tryField(field?.label ?? code);
        const set = (text: string) => setValues((now) => ({ ...now, [code]: text }));
        return (
          <Form.Item key={code} label={field?.label ?? code} htmlFor={`try-${code}`}>
            {field?.options.length ? (
              <Select
                id={`try-${code}`}
                allowClear
                aria-label={label}
                options={field.options}
                value={values[code] || undefined}
                onChange={(value?: string) => set(value ?? "")}
              />
            ) : (
              <Input
                id={`try-${code}`}
                allowClear
                aria-label={label}
                value={values[code] ?? ""}
                onChange={({ target }) => set(target.value)}
              />
            )}
          </Form.Item>
        );
      })}
      {typed && verdict && !tried.isError && (
        <Alert
          type={TONES[verdict]}
          showIcon
          aria-live="polite"
          title={words.verdicts[verdict]}
          description={
            differing?.map((each) => words.standard(each.standard)).join("；") || undefined
          }
        />
      )}
    </section>
  );
}
