import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Flex, Form, Input, InputNumber, Select, Table } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import type { Rules } from "./api";
import { qualityRules } from "./locale";
import { useSaving } from "./QualityRulesPage";

type Line = { key: number; template: string; level: string; days: number };

/** How often which customers are reviewed by their owners. */
export function Intervals({ rules }: { rules: Rules }) {
  const t = useTexts(qualityRules);
  const c = useTexts(common);
  const saving = useSaving();
  const [lines, setLines] = useState<Line[]>(
    rules.intervals.map(({ template = "", level = "", days }, key) => ({
      key,
      template,
      level,
      days,
    })),
  );
  const [late, setLate] = useState(rules.escalate_days);
  const templates = [
    { value: "", label: t.anyTemplate },
    ...rules.templates
      .filter((each) => each.code)
      .map(({ code, label }) => ({ value: code, label })),
  ];
  const change = (key: number, to: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...to } : line)));
  const next = lines.reduce((most, line) => Math.max(most, line.key), 0) + 1;
  const save = () =>
    saving.run({
      reviews: {
        escalate_days: late,
        intervals: lines.map(({ template, level, days }) => ({ template, level, days })),
      },
    });
  return (
    <div className="rule-intervals">
      <p className="muted">{t.reviewsHint}</p>
      <Table
        rowKey="key"
        size="small"
        pagination={false}
        dataSource={lines}
        scroll={{ x: 420 }}
        columns={[
          {
            title: t.template,
            render: (_, line) => (
              <Select
                aria-label={t.template}
                className="rule-template"
                value={line.template}
                options={templates}
                onChange={(template) => change(line.key, { template })}
              />
            ),
          },
          {
            title: t.level,
            render: (_, line) => (
              <Input
                aria-label={t.level}
                placeholder={t.anyLevel}
                maxLength={32}
                value={line.level}
                onChange={({ target }) => change(line.key, { level: target.value })}
              />
            ),
          },
          {
            title: t.reviewDays,
            width: 120,
            render: (_, line) => (
              <InputNumber
                min={0}
                max={36500}
                precision={0}
                aria-label={t.reviewDays}
                value={line.days}
                onChange={(days) => change(line.key, { days: days ?? 0 })}
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
                aria-label={t.removeItem(t.interval)}
                onClick={() => setLines(lines.filter((each) => each.key !== line.key))}
              />
            ),
          },
        ]}
      />
      <Form layout="vertical" className="rule-actions">
        <Form.Item label={t.escalate} htmlFor="escalate-days">
          <InputNumber
            id="escalate-days"
            min={1}
            max={36500}
            precision={0}
            value={late}
            onChange={(days) => setLate(days ?? 14)}
          />
        </Form.Item>
      </Form>
      <Flex gap={8}>
        <Button type="primary" loading={saving.pending} onClick={save}>
          {c.save}
        </Button>
        <Button
          icon={<PlusOutlined aria-hidden />}
          onClick={() => setLines([...lines, { key: next, template: "", level: "", days: 365 }])}
        >
          {t.addInterval}
        </Button>
      </Flex>
    </div>
  );
}
