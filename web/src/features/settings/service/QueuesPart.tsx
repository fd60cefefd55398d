import { Button, Table } from "antd";
import { useState } from "react";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { EmptyState } from "../../../ui/states";
import { SectionHead } from "../SectionHead";
import type { Queue } from "./api";
import { serviceSettingTexts } from "./locale";
import { QueueDialog } from "./QueueDialog";

/** Where cases wait, and who takes them. */
export function QueuesPart({ queues }: { queues: Queue[] }) {
  const t = useTexts(serviceSettingTexts);
  const c = useTexts(common);
  const list = new Intl.ListFormat(useLanguage(), { type: "conjunction" });
  const [open, setOpen] = useState<Queue | "new" | null>(null);
  return (
    <section aria-label={t.queues} className="settings-part">
      <SectionHead
        title={t.queues}
        hint={t.queuesHint}
        action={<Button onClick={() => setOpen("new")}>{t.addQueue}</Button>}
      />
      {queues.length === 0 ? (
        <EmptyState title={t.noQueues} />
      ) : (
        <Table<Queue>
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ x: "max-content" }}
          dataSource={queues}
          columns={[
            { title: t.name, dataIndex: "name" },
            {
              title: t.kindsLabel,
              key: "kinds",
              render: (_, { kinds }) =>
                list.format(kinds.map((kind) => t.kinds[kind])) || (
                  <span className="muted">{t.byHand}</span>
                ),
            },
            {
              title: t.members,
              key: "members",
              render: (_, { members }) =>
                list.format(members.map(({ name }) => name)) || (
                  <span className="muted">{t.noMembers}</span>
                ),
            },
            {
              key: "active",
              title: t.inUse,
              render: (_, { active }) =>
                active ? t.inUse : <span className="muted">{t.outOfUse}</span>,
            },
            {
              key: "act",
              width: 80,
              render: (_, queue) => (
                <Button size="small" type="link" onClick={() => setOpen(queue)}>
                  {c.edit}
                </Button>
              ),
            },
          ]}
        />
      )}
      {open && <QueueDialog queue={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </section>
  );
}
