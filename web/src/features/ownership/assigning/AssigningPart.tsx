import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import { App, Button, Flex, Popconfirm, Table, Tag } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { EmptyState, QueryState } from "../../../ui/states";
import type { PoolSettings } from "../api";
import { Section } from "../Section";
import { AssignmentDialog } from "./AssignmentDialog";
import { type Assignment, useAssignments, useDropAssignment, useOrder, useRest } from "./api";
import { assigningTexts } from "./locale";
import { TrialDialog } from "./TrialDialog";

const COLOURS: Record<string, string> = { on: "green", draft: "default", off: "default" };

function useActs() {
  const t = useTexts(assigningTexts);
  const { message } = App.useApp();
  const rest = useRest();
  const drop = useDropAssignment();
  const order = useOrder();
  const onError = (error: unknown) => void message.error(errorText(error));
  return {
    switchOff: ({ id, version }: Assignment) =>
      rest.mutate({ id, version }, { onSuccess: () => void message.success(t.isOff), onError }),
    remove: ({ id, version }: Assignment) => drop.mutate({ id, version }, { onError }),
    /** Change places with the rule before or behind. */
    move: (rules: readonly Assignment[], place: number, by: 1 | -1) => {
      const ids = rules.map((rule) => rule.id);
      const [moved] = ids.splice(place, 1);
      if (moved) ids.splice(place + by, 0, moved);
      order.mutate(ids, { onError });
    },
    moving: order.isPending,
  };
}

function receivers(rule: Assignment): string {
  const places = [
    ...rule.territories.flatMap((each) => [...each.users, ...each.departments]),
    ...rule.users,
    ...rule.departments,
  ];
  return [...new Set(places.map((each) => each.name))].join(", ");
}

/** Rules by which customers without an owner are given to people, in the order in which they are asked. */
export function AssigningPart({ pools }: { pools: readonly PoolSettings[] }) {
  const t = useTexts(assigningTexts);
  const c = useTexts(common);
  const phone = usePhone();
  const { switchOff, remove, move, moving } = useActs();
  const [editing, setEditing] = useState<Assignment | "new" | null>(null);
  const [trying, setTrying] = useState<Assignment | null>(null);
  const act = (rule: Assignment) =>
    rule.state === "on" ? (
      <Popconfirm title={t.offSure} onConfirm={() => switchOff(rule)}>
        <Button size="small">{t.off}</Button>
      </Popconfirm>
    ) : (
      <Flex gap={4} wrap>
        <Button size="small" type="primary" ghost onClick={() => setTrying(rule)}>
          {t.simulate}
        </Button>
        <Button size="small" type="link" onClick={() => setEditing(rule)}>
          {c.edit}
        </Button>
        <Popconfirm title={t.remove(rule.name)} onConfirm={() => remove(rule)}>
          <Button size="small" type="link" danger>
            {c.remove}
          </Button>
        </Popconfirm>
      </Flex>
    );
  const places = (rules: readonly Assignment[], rule: Assignment, place: number) => (
    <Flex gap={4}>
      <Button
        size="small"
        type="text"
        aria-label={t.up(rule.name)}
        icon={<ArrowUpOutlined aria-hidden />}
        disabled={place === 0 || moving}
        onClick={() => move(rules, place, -1)}
      />
      <Button
        size="small"
        type="text"
        aria-label={t.down(rule.name)}
        icon={<ArrowDownOutlined aria-hidden />}
        disabled={place === rules.length - 1 || moving}
        onClick={() => move(rules, place, 1)}
      />
    </Flex>
  );
  return (
    <Section
      title={t.title}
      hint={t.hint}
      action={<Button onClick={() => setEditing("new")}>{t.add}</Button>}
    >
      <QueryState query={useAssignments()}>
        {(rules) =>
          rules.length === 0 ? (
            <EmptyState title={t.none} />
          ) : (
            <Table
              rowKey="id"
              size="small"
              dataSource={rules}
              pagination={false}
              columns={[
                {
                  title: t.name,
                  key: "name",
                  render: (_, rule) => (
                    <>
                      <strong>{rule.name}</strong>
                      <div className="muted small">
                        {t.ways[rule.way]} → {receivers(rule)}
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
                      {rule.state === "on" && rule.from_at && (
                        <div className="muted small">{t.later}</div>
                      )}
                    </>
                  ),
                },
                {
                  key: "place",
                  width: 80,
                  responsive: ["md"],
                  render: (_, rule, place) => places(rules, rule, place),
                },
                { key: "act", width: phone ? 116 : 260, render: (_, rule) => act(rule) },
              ]}
            />
          )
        }
      </QueryState>
      {editing && (
        <AssignmentDialog
          rule={editing === "new" ? null : editing}
          pools={pools}
          onClose={() => setEditing(null)}
        />
      )}
      {trying && <TrialDialog rule={trying} onClose={() => setTrying(null)} />}
    </Section>
  );
}
