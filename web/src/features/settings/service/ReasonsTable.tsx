import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Table } from "antd";
import { useTexts } from "../../../lib/i18n";
import type { Reason } from "./api";
import { serviceSettingTexts } from "./locale";

export type Line = Required<Reason> & { key: number };

/** What can be chosen when a case is closed; what has been used is never removed. */
export function ReasonsTable(props: { lines: Line[]; onChange: (lines: Line[]) => void }) {
  const { lines, onChange } = props;
  const t = useTexts(serviceSettingTexts);
  const put = (key: number, part: Partial<Line>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () => {
    const key = lines.reduce((most, line) => Math.max(most, line.key), 0) + 1;
    onChange([...lines, { code: "", zh: "", en: "", active: true, key }]);
  };
  return (
    <>
      <Table<Line>
        size="small"
        rowKey="key"
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={lines}
        columns={[
          {
            title: t.zhName,
            key: "zh",
            render: (_, line, place) => (
              <Input
                aria-label={t.zhOf(place + 1)}
                maxLength={40}
                value={line.zh}
                onChange={(event) => put(line.key, { zh: event.target.value })}
              />
            ),
          },
          {
            title: t.enName,
            key: "en",
            render: (_, line, place) => (
              <Input
                aria-label={t.enOf(place + 1)}
                maxLength={40}
                value={line.en}
                onChange={(event) => put(line.key, { en: event.target.value })}
              />
            ),
          },
          {
            title: t.inUse,
            key: "active",
            render: (_, line) => (
              <Checkbox
                aria-label={t.activeOf(line.zh)}
                checked={line.active}
                onChange={(event) => put(line.key, { active: event.target.checked })}
              />
            ),
          },
        ]}
      />
      <Button icon={<PlusOutlined aria-hidden />} onClick={add}>
        {t.addReason}
      </Button>
    </>
  );
}
