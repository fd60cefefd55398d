import { Form, Input, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import type { Described } from "./api";
import { documentTexts } from "./locale";
import { RETENTIONS, TYPES } from "./types";

type Props = { value: Described; onChange: (value: Described) => void };

/** What a document is said to be. */
export function Words({ value, onChange }: Props) {
  const t = useTexts(documentTexts);
  const put = (part: Partial<Described>) => onChange({ ...value, ...part });
  return (
    <Form layout="vertical" component="div" className="document-words">
      <Form.Item label={t.title} htmlFor="document-title">
        <Input
          id="document-title"
          maxLength={200}
          value={value.title}
          onChange={(event) => put({ title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t.type} htmlFor="document-type">
        <Select
          id="document-type"
          aria-label={t.type}
          value={value.type}
          onChange={(type) => put({ type })}
          options={TYPES.map((each) => ({ value: each, label: t.types[each] }))}
        />
      </Form.Item>
      <Form.Item label={t.retention} htmlFor="document-retention">
        <Select
          id="document-retention"
          aria-label={t.retention}
          value={value.retention}
          onChange={(retention) => put({ retention })}
          options={RETENTIONS.map((each) => ({ value: each, label: t.retentions[each] }))}
        />
      </Form.Item>
      <Form.Item
        label={t.sensitivity}
        htmlFor="document-sensitivity"
        extra={value.sensitivity === "most" ? t.mostHint : undefined}
      >
        <Select
          id="document-sensitivity"
          aria-label={t.sensitivity}
          value={value.sensitivity}
          onChange={(sensitivity) => put({ sensitivity })}
          options={(["normal", "most"] as const).map((each) => ({
            value: each,
            label: t.sensitivities[each],
          }))}
        />
      </Form.Item>
    </Form>
  );
}
