import { Button, Flex, Form, Input, InputNumber, Select } from "antd";
import { useTexts } from "../../../lib/i18n";
import { contactTexts } from "./locale";

/** One line a level: how often, and how. */
export function RhythmRows() {
  const c = useTexts(contactTexts);
  const needed = [{ required: true, whitespace: true, message: c.missing }];
  const kinds = Object.entries(c.kinds).map(([value, label]) => ({ value, label }));
  return (
    <Form.List name="rules">
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ key, name }) => (
            <Flex key={key} gap={8} wrap align="end" className="rhythm">
              <Form.Item name={[name, "level"]} label={c.level} rules={needed}>
                <Input maxLength={64} placeholder={c.levelHint} />
              </Form.Item>
              <Form.Item
                name={[name, "days"]}
                label={c.days}
                rules={[{ required: true, message: c.missing }]}
              >
                <InputNumber min={1} max={730} precision={0} />
              </Form.Item>
              <Form.Item name={[name, "kind"]} label={c.kind}>
                <Select popupMatchSelectWidth={false} options={kinds} />
              </Form.Item>
              <Form.Item>
                <Button
                  type="text"
                  aria-label={c.removeOf(String(name + 1))}
                  onClick={() => remove(name)}
                >
                  {c.remove}
                </Button>
              </Form.Item>
            </Flex>
          ))}
          <Form.Item>
            <Button onClick={() => add({ level: "", days: 30, kind: "call" })}>{c.add}</Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  );
}
