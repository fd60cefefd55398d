import { TableOutlined } from "@ant-design/icons";
import { Button, Flex, Popover } from "antd";
import { useFields } from "../../../api/fields";
import { useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { CheckList } from "../../../ui/CheckList";
import { columnChoices } from "./columns";
import { DEFAULT_COLUMNS } from "./filters";
import { listTexts } from "./locale";

type Props = { columns: string[]; onChange: (columns: string[]) => void };

export function ColumnPicker({ columns, onChange }: Props) {
  const t = useTexts(listTexts);
  const { data: register } = useFields();
  const { clearance } = useMe();
  const options = columnChoices(register?.fields ?? [], t, clearance > 0)
    .filter((each) => each.code !== "trashed_at")
    .map(({ code, label }) => ({ value: code, label }));
  const content = (
    <Flex vertical gap={8} style={{ width: 220 }}>
      <CheckList label={t.columns} options={options} value={columns} onChange={onChange} />
      <Button onClick={() => onChange([...DEFAULT_COLUMNS])}>{t.resetColumns}</Button>
    </Flex>
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={t.columns} content={content}>
      <Button icon={<TableOutlined aria-hidden />}>{t.columns}</Button>
    </Popover>
  );
}
