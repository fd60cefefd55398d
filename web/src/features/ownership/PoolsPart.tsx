import { App, Button, Flex, Popconfirm, Table } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { EmptyState } from "../../ui/states";
import { type PoolSettings, useClosePool } from "./api";
import { ownershipTexts } from "./locale";
import { PoolDialog } from "./PoolDialog";
import { Section } from "./Section";

const names = (rows: readonly { name: string }[]) => rows.map((row) => row.name).join("、");

/** The pools as they are set. */
export function PoolsPart({ pools }: { pools: readonly PoolSettings[] }) {
  const t = useTexts(ownershipTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const close = useClosePool();
  const [editing, setEditing] = useState<PoolSettings | "new" | null>(null);
  const remove = ({ id, version }: PoolSettings) =>
    close.mutate({ id, version }, { onError: (error) => message.error(errorText(error)) });
  const takes = (pool: PoolSettings) =>
    [
      ...pool.kinds.map((kind) => (kind === "person" ? c.person : c.organisation)),
      names(pool.from_departments),
      names(pool.tags),
    ]
      .filter(Boolean)
      .join(" · ") || t.all;
  return (
    <Section
      title={t.pools}
      hint={t.poolsHint}
      action={<Button onClick={() => setEditing("new")}>{t.addPool}</Button>}
    >
      {pools.length === 0 ? (
        <EmptyState title={t.noPoolsYet} />
      ) : (
        <Table
          rowKey="id"
          size="small"
          dataSource={pools}
          pagination={false}
          columns={[
            { title: t.nameLabel, key: "name", render: (_, pool) => <strong>{pool.name}</strong> },
            {
              title: t.openTo,
              key: "for",
              responsive: ["md"],
              render: (_, pool) => names(pool.departments) || t.everybody,
            },
            { title: t.takes, key: "takes", responsive: ["lg"], render: (_, pool) => takes(pool) },
            {
              title: t.quotaColumn,
              key: "quota",
              responsive: ["md"],
              render: (_, pool) => t.quotas(pool.per_day, pool.per_week),
            },
            {
              title: t.cooling,
              key: "cooling",
              responsive: ["lg"],
              render: (_, pool) => (pool.cooling_days ? t.days(pool.cooling_days) : t.none),
            },
            {
              title: t.protection,
              key: "protection",
              responsive: ["lg"],
              render: (_, pool) => (pool.protection_days ? t.days(pool.protection_days) : t.none),
            },
            {
              key: "act",
              width: 140,
              render: (_, pool) => (
                <Flex gap={4}>
                  <Button size="small" type="link" onClick={() => setEditing(pool)}>
                    {c.edit}
                  </Button>
                  <Popconfirm title={t.removePool(pool.name)} onConfirm={() => remove(pool)}>
                    <Button size="small" type="link" danger>
                      {c.remove}
                    </Button>
                  </Popconfirm>
                </Flex>
              ),
            },
          ]}
        />
      )}
      {editing && (
        <PoolDialog pool={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Section>
  );
}
