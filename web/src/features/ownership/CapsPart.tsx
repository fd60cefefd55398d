import { App, Button, Flex, Popconfirm, Table } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { EmptyState } from "../../ui/states";
import { type Cap, useDropCap } from "./api";
import { CapDialog } from "./CapDialog";
import { ownershipTexts } from "./locale";
import { Section } from "./Section";

/** How many customers people may have. */
export function CapsPart({ caps }: { caps: readonly Cap[] }) {
  const t = useTexts(ownershipTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const drop = useDropCap();
  const [editing, setEditing] = useState<Cap | "new" | null>(null);
  const remove = ({ id, version }: Cap) =>
    drop.mutate({ id, version }, { onError: (error) => message.error(errorText(error)) });
  return (
    <Section
      title={t.caps}
      hint={t.capsHint}
      action={<Button onClick={() => setEditing("new")}>{t.addCap}</Button>}
    >
      {caps.length === 0 ? (
        <EmptyState title={t.noCaps} />
      ) : (
        <Table
          rowKey="id"
          size="small"
          dataSource={caps}
          pagination={false}
          columns={[
            {
              title: t.department,
              key: "department",
              render: (_, cap) => cap.department?.name ?? t.otherwise,
            },
            { title: t.most, dataIndex: "most", className: "num", width: 120 },
            {
              title: t.notCounted,
              key: "free",
              responsive: ["md"],
              render: (_, cap) =>
                [...cap.free_tags.map((tag) => tag.name), cap.free_open_deals && t.openDeals]
                  .filter(Boolean)
                  .join("、") || t.none,
            },
            {
              key: "act",
              width: 140,
              render: (_, cap) => (
                <Flex gap={4}>
                  <Button size="small" type="link" onClick={() => setEditing(cap)}>
                    {c.edit}
                  </Button>
                  <Popconfirm title={t.removeCap} onConfirm={() => remove(cap)}>
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
        <CapDialog cap={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Section>
  );
}
