import { CloseOutlined } from "@ant-design/icons";
import { Button, Flex, Form, Input, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { PersonSelect } from "../../ui/PersonSelect";
import type { SourceKind } from "./api";
import { incidentTexts } from "./locale";

export type Source = { kind: SourceKind; value: string; name?: string };
const KINDS: readonly SourceKind[] = ["person", "token", "address", "export"];

function One({ place, onDrop }: { place: number; onDrop: (() => void) | undefined }) {
  const t = useTexts(incidentTexts);
  const form = Form.useFormInstance();
  const row: Source | undefined = Form.useWatch(["sources", place], form);
  const needed = [{ required: true, message: t.needed }];
  return (
    <Flex gap={8} align="start" className="incident-source">
      <Form.Item name={[place, "kind"]} noStyle>
        <Select
          aria-label={t.sourceKind(place + 1)}
          options={KINDS.map((kind) => ({ value: kind, label: t.sources[kind] }))}
          onChange={() => form.setFieldValue(["sources", place, "value"], undefined)}
          style={{ width: 120 }}
        />
      </Form.Item>
      <Form.Item name={[place, "value"]} rules={needed} className="incident-source-value">
        {row?.kind === "person" ? (
          <PersonSelect name={row.name ?? ""} aria-label={t.sourceValue(place + 1)} />
        ) : (
          <Input aria-label={t.sourceValue(place + 1)} maxLength={60} />
        )}
      </Form.Item>
      {onDrop && (
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={t.dropSource(place + 1)}
          onClick={onDrop}
        />
      )}
    </Flex>
  );
}

/** Whose doings are concerned. */
export function Sources() {
  const t = useTexts(incidentTexts);
  return (
    <Form.Item required label={t.concerned} extra={t.concernedHint}>
      <Form.List name="sources">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <One
                key={key}
                place={name}
                onDrop={fields.length > 1 ? () => remove(name) : undefined}
              />
            ))}
            <Button size="small" onClick={() => add({ kind: "person" })}>
              {t.addSource}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
