import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { Alert, Button, Flex, Popconfirm, Switch, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { lazy, Suspense, useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { EmptyState, QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { useArrangeRule, useRemoveRule, useRules } from "./api";
import { ruleTexts } from "./locale";
import { Marking } from "./Marking";
import type { Rule } from "./types";
import "./rules.css";

const RuleDrawer = lazy(async () => ({ default: (await import("./RuleDrawer")).RuleDrawer }));

/** What records must satisfy: every rule as a sentence, on or off. */
export function RulesPage() {
  const t = useTexts(locale);
  const words = useTexts(ruleTexts);
  const rules = useRules();
  const [editing, setEditing] = useState<Rule | "new" | null>(null);
  const add = (
    <Button type="primary" onClick={() => setEditing("new")}>
      {words.add}
    </Button>
  );
  return (
    <>
      <SectionHead title={t.pages.rules} hint={words.hint} action={add} />
      <QueryState query={rules}>
        {(data) =>
          data.length === 0 ? (
            <EmptyState title={words.none} hint={words.noneHint} />
          ) : (
            <>
              <RuleTable rules={data} onEdit={setEditing} />
              <Marking />
            </>
          )
        }
      </QueryState>
      <Suspense fallback={null}>
        {editing && (
          <RuleDrawer rule={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
        )}
      </Suspense>
    </>
  );
}

function RuleTable({ rules, onEdit }: { rules: Rule[]; onEdit: (rule: Rule) => void }) {
  const words = useTexts(ruleTexts);
  const c = useTexts(common);
  const phone = usePhone();
  const arrange = useArrangeRule();
  const remove = useRemoveRule();
  const failed = arrange.error ?? remove.error;
  const columns: ColumnsType<Rule> = [
    {
      title: words.rule,
      key: "rule",
      render: (_, rule) => (
        <>
          <div className={rule.active ? undefined : "muted"}>{rule.text}</div>
          {rule.text !== rule.sentence && <div className="small muted">{rule.sentence}</div>}
          <Flex gap={4} wrap className="rule-tags">
            <Tag color={rule.severity === "refuse" ? "red" : undefined}>
              {words.severities[rule.severity as keyof typeof words.severities]}
            </Tag>
            {rule.kinds.length === 1 &&
              rule.kinds.map((kind) => (
                <Tag key={kind}>{words.kindNames[kind as keyof typeof words.kindNames]}</Tag>
              ))}
          </Flex>
        </>
      ),
    },
    {
      title: words.active,
      key: "active",
      width: 76,
      render: (_, rule) => (
        <Switch
          checked={rule.active}
          aria-label={words.activeOf(rule.text)}
          onChange={(active) => arrange.mutate({ id: rule.id, active })}
        />
      ),
    },
    {
      key: "actions",
      width: phone ? 84 : 216,
      render: (_, rule, index) => (
        <Flex gap={4} wrap justify="end">
          <Button
            size="small"
            type="text"
            icon={<UpOutlined />}
            aria-label={words.up}
            disabled={index === 0}
            onClick={() => arrange.mutate({ id: rule.id, position: index - 1 })}
          />
          <Button
            size="small"
            type="text"
            icon={<DownOutlined />}
            aria-label={words.down}
            disabled={index === rules.length - 1}
            onClick={() => arrange.mutate({ id: rule.id, position: index + 1 })}
          />
          <Button size="small" type="link" onClick={() => onEdit(rule)}>
            {c.edit}
          </Button>
          <Popconfirm title={words.removeSure} onConfirm={() => remove.mutate(rule.id)}>
            <Button size="small" type="link" danger>
              {c.remove}
            </Button>
          </Popconfirm>
        </Flex>
      ),
    },
  ];
  return (
    <>
      {failed && (
        <Alert type="error" showIcon title={errorText(failed)} className="settings-head" />
      )}
      <Table rowKey="id" columns={columns} dataSource={rules} pagination={false} />
    </>
  );
}
