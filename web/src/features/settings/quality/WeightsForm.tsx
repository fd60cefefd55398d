import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Flex, InputNumber, Segmented, Select, Table, Tag } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import type { Rules, Weights } from "./api";
import { qualityRules } from "./locale";
import { useSaving } from "./QualityRulesPage";

type Kind = Weights["kind"];
type Line = { key: number; fields: string[]; weight: number };

const KINDS: Kind[] = ["person", "organisation"];

const linesOf = (found: Weights | undefined): Line[] =>
  (found?.items ?? []).map(({ fields, weight }, key) => ({ key, fields, weight }));

function Lines({ rules, found }: { rules: Rules; found: Weights }) {
  const t = useTexts(qualityRules);
  const c = useTexts(common);
  const saving = useSaving();
  const [lines, setLines] = useState(linesOf(found));
  const total = lines.reduce((sum, line) => sum + line.weight, 0);
  const options = rules.fields
    .filter((field) => field.kinds.includes(found.kind))
    .map(({ code, label }) => ({ value: code, label }));
  const label = (line: Line) =>
    line.fields.map((code) => options.find((each) => each.value === code)?.label).join(" / ");
  const change = (key: number, to: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...to } : line)));
  const { template, kind } = found;
  const save = () =>
    saving.run({
      weights: {
        template,
        kind,
        items: lines
          .filter((line) => line.fields.length > 0)
          .map(({ fields, weight }) => ({ fields, weight })),
      },
    });
  const next = lines.reduce((most, line) => Math.max(most, line.key), 0) + 1;
  return (
    <>
      <Table
        rowKey="key"
        size="small"
        pagination={false}
        dataSource={lines}
        scroll={{ x: 480 }}
        columns={[
          {
            title: t.fields,
            render: (_, line) => (
              <Select
                mode="multiple"
                variant="borderless"
                className="rule-fields"
                aria-label={t.fields}
                placeholder={t.pickFields}
                optionFilterProp="label"
                value={line.fields}
                options={options}
                onChange={(fields) => change(line.key, { fields })}
              />
            ),
          },
          {
            title: t.weight,
            width: 96,
            render: (_, line) => (
              <InputNumber
                min={0}
                max={1000}
                precision={0}
                aria-label={t.weightOf(label(line))}
                value={line.weight}
                onChange={(weight) => change(line.key, { weight: weight ?? 0 })}
              />
            ),
          },
          {
            title: t.share,
            width: 70,
            className: "num",
            render: (_, line) => `${total ? Math.round((100 * line.weight) / total) : 0}%`,
          },
          {
            title: "",
            width: 48,
            render: (_, line) => (
              <Button
                type="text"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t.removeItem(label(line))}
                onClick={() => setLines(lines.filter((each) => each.key !== line.key))}
              />
            ),
          },
        ]}
      />
      <Flex gap={8} wrap className="rule-actions">
        <Button type="primary" loading={saving.pending} onClick={save}>
          {c.save}
        </Button>
        <Button
          icon={<PlusOutlined aria-hidden />}
          onClick={() => setLines([...lines, { key: next, fields: [], weight: 5 }])}
        >
          {t.addItem}
        </Button>
        {!found.shipped && (
          <Button onClick={() => saving.run({ weights: { template, kind, items: null } })}>
            {t.back}
          </Button>
        )}
      </Flex>
    </>
  );
}

/** What records of a template and kind should hold, and how much each thing counts. */
export function WeightsForm({ rules }: { rules: Rules }) {
  const t = useTexts(qualityRules);
  const saving = useSaving();
  const [template, setTemplate] = useState(rules.standard_template);
  const [kind, setKind] = useState<Kind>("person");
  const templates = rules.templates.map(({ code, label }) => ({ value: code, label }));
  const found = rules.weights.find((each) => each.template === template && each.kind === kind);
  return (
    <>
      <p className="muted">{t.weightsHint}</p>
      <Flex gap={12} wrap align="center" className="settings-head">
        <span>{t.standard}</span>
        <Select
          aria-label={t.standard}
          className="rule-template"
          value={rules.standard_template}
          options={templates}
          loading={saving.pending}
          onChange={(standard) => saving.run({ standard })}
        />
        <span className="muted small">{t.standardHint}</span>
      </Flex>
      <Flex gap={12} wrap align="center" className="settings-head">
        <span>{t.template}</span>
        <Select
          aria-label={t.template}
          className="rule-template"
          value={template}
          options={templates}
          onChange={setTemplate}
        />
        <Segmented
          value={kind}
          onChange={setKind}
          aria-label={t.kind}
          options={KINDS.map((each) => ({ value: each, label: t[each] }))}
        />
        {found && <Tag variant="filled">{found.shipped ? t.shipped : t.own}</Tag>}
      </Flex>
      {/* Another template, or weights that were saved: the lines begin anew. */}
      {found && (
        <Lines
          key={`${template}/${kind}/${found.shipped}/${JSON.stringify(found.items)}`}
          rules={rules}
          found={found}
        />
      )}
    </>
  );
}
