import { DeleteOutlined } from "@ant-design/icons";
import { Button, Flex, InputNumber, Select, Table } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import type { Rules } from "./api";
import { qualityRules } from "./locale";
import { useSaving } from "./QualityRulesPage";

const USUAL = 365;

/** After how many days a value of each field counts as stale. */
export function ValidFor({ rules }: { rules: Rules }) {
  const t = useTexts(qualityRules);
  const c = useTexts(common);
  const saving = useSaving();
  const [lines, setLines] = useState(rules.valid_for);
  const free = rules.fields.filter((field) => !lines.some((line) => line.field === field.code));
  const add = (code: string) => {
    const label = rules.fields.find((field) => field.code === code)?.label ?? code;
    setLines([{ field: code, label, days: USUAL }, ...lines]);
  };
  const save = () =>
    saving.run({ days: Object.fromEntries(lines.map((line) => [line.field, line.days])) });
  return (
    <div className="settings-narrow">
      <p className="muted">{t.validHint}</p>
      <Select
        aria-label={t.addField}
        placeholder={t.addField}
        className="rule-add"
        showSearch={{ optionFilterProp: "label" }}
        value={null}
        options={free.map(({ code, label }) => ({ value: code, label }))}
        onChange={add}
      />
      <Table
        rowKey="field"
        size="small"
        pagination={false}
        dataSource={lines}
        columns={[
          { title: t.field, dataIndex: "label" },
          {
            title: t.days,
            width: 120,
            render: (_, line) => (
              <InputNumber
                min={1}
                max={36500}
                precision={0}
                aria-label={t.daysOf(line.label)}
                value={line.days}
                onChange={(days) =>
                  setLines(
                    lines.map((each) =>
                      each.field === line.field ? { ...each, days: days ?? USUAL } : each,
                    ),
                  )
                }
              />
            ),
          },
          {
            title: "",
            width: 48,
            render: (_, line) => (
              <Button
                type="text"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t.removeItem(line.label)}
                onClick={() => setLines(lines.filter((each) => each.field !== line.field))}
              />
            ),
          },
        ]}
      />
      <Flex className="rule-actions">
        <Button type="primary" loading={saving.pending} onClick={save}>
          {c.save}
        </Button>
      </Flex>
    </div>
  );
}
