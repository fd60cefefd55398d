import { TableOutlined } from "@ant-design/icons";
import { Button, Checkbox, Flex, Input, Popover } from "antd";
import { useState } from "react";
import { useFields } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { columnChoices } from "./columns";
import { DEFAULT_COLUMNS } from "./filters";
import { listTexts } from "./locale";

type Props = { columns: string[]; onChange: (columns: string[]) => void };

export function ColumnPicker({ columns, onChange }: Props) {
  const t = useTexts(listTexts);
  const [typed, setTyped] = useState("");
  const { data: register } = useFields();
  const choices = columnChoices(register?.fields ?? [], t).filter(
    (each) => each.code !== "trashed_at",
  );
  const shown = choices.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()));
  const toggle = (code: string, on: boolean) =>
    onChange(on ? [...columns, code] : columns.filter((each) => each !== code));
  const content = (
    <Flex vertical gap={8} style={{ width: 220 }}>
      <Input
        allowClear
        placeholder={t.findColumn}
        aria-label={t.findColumn}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Flex vertical gap={4} className="column-choices">
        {shown.map(({ code, label }) => (
          <Checkbox
            key={code}
            checked={columns.includes(code)}
            onChange={(event) => toggle(code, event.target.checked)}
          >
            {label}
          </Checkbox>
        ))}
      </Flex>
      <Button onClick={() => onChange([...DEFAULT_COLUMNS])}>{t.resetColumns}</Button>
    </Flex>
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={t.columns} content={content}>
      <Button icon={<TableOutlined />}>{t.columns}</Button>
    </Popover>
  );
}
