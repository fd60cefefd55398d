import { App, Button, Flex, Popconfirm, Table, Tag } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { EmptyState } from "../../ui/states";
import { type Rule, type Settings, useDropRule, useSwitchOff } from "./api";
import { ownershipTexts } from "./locale";
import { RuleDialog } from "./RuleDialog";
import { Section } from "./Section";
import { SimulationDialog } from "./SimulationDialog";

const COLOURS: Record<string, string> = { on: "green", draft: "default", off: "default" };

function useActs() {
  const t = useTexts(ownershipTexts);
  const { message } = App.useApp();
  const off = useSwitchOff();
  const drop = useDropRule();
  const onError = (error: unknown) => void message.error(errorText(error));
  return {
    switchOff: ({ id, version }: Rule) =>
      off.mutate(
        { id, version },
        { onSuccess: () => void message.success(t.switchedOff), onError },
      ),
    remove: ({ id, version }: Rule) => drop.mutate({ id, version }, { onError }),
  };
}

/** Rules by which customers fall into a pool, and what they did of late. */
export function RulesPart({ settings }: { settings: Settings }) {
  const t = useTexts(ownershipTexts);
  const c = useTexts(common);
  const phone = usePhone();
  const { switchOff, remove } = useActs();
  const [editing, setEditing] = useState<Rule | "new" | null>(null);
  const [trying, setTrying] = useState<Rule | null>(null);
  const act = (rule: Rule) =>
    rule.state === "on" ? (
      <Popconfirm title={t.switchOffSure} onConfirm={() => switchOff(rule)}>
        <Button size="small">{t.switchOff}</Button>
      </Popconfirm>
    ) : (
      <Flex gap={4} wrap>
        <Button size="small" type="primary" ghost onClick={() => setTrying(rule)}>
          {t.simulate}
        </Button>
        <Button size="small" type="link" onClick={() => setEditing(rule)}>
          {c.edit}
        </Button>
        <Popconfirm title={t.removeRule(rule.name)} onConfirm={() => remove(rule)}>
          <Button size="small" type="link" danger>
            {c.remove}
          </Button>
        </Popconfirm>
      </Flex>
    );
  return (
    <Section
      title={t.rules}
      hint={t.rulesHint}
      action={
        <Button disabled={settings.pools.length === 0} onClick={() => setEditing("new")}>
          {t.addRule}
        </Button>
      }
    >
      {settings.rules.length === 0 ? (
        <EmptyState title={t.noRules} />
      ) : (
        <Table
          rowKey="id"
          size="small"
          dataSource={settings.rules}
          pagination={false}
          columns={[
            {
              title: t.nameLabel,
              key: "name",
              render: (_, rule) => (
                <>
                  <strong>{rule.name}</strong>
                  <div className="muted small">
                    {t.idle(rule.days, rule.misses)} → {rule.pool.name}
                  </div>
                </>
              ),
            },
            {
              title: t.state,
              key: "state",
              width: phone ? 84 : undefined,
              render: (_, rule) => (
                <>
                  <Tag color={COLOURS[rule.state]}>{t.states[rule.state]}</Tag>
                  {rule.state === "on" && rule.from_day && (
                    <div className="muted small">{t.fromDay(rule.from_day)}</div>
                  )}
                </>
              ),
            },
            { key: "act", width: phone ? 116 : 260, render: (_, rule) => act(rule) },
          ]}
        />
      )}
      {settings.nights.length > 0 && (
        <>
          <h3 className="muted small">{t.nights}</h3>
          <ul className="pool-nights small num">
            {settings.nights.slice(0, 7).map((night) => (
              <li key={night.day}>
                {night.day} {night.finished_at ? t.ran(night.due, night.fallen) : t.running}
              </li>
            ))}
          </ul>
        </>
      )}
      {editing && (
        <RuleDialog
          rule={editing === "new" ? null : editing}
          pools={settings.pools}
          onClose={() => setEditing(null)}
        />
      )}
      {trying && <SimulationDialog rule={trying} onClose={() => setTrying(null)} />}
    </Section>
  );
}
