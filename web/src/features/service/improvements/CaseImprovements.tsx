import { App, Button, Form, Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import type { Opened } from "../api";
import { Dialog } from "../Dialog";
import { serviceTexts } from "../locale";
import { useImprovements, useLink } from "./api";
import { ImprovementDialog } from "./ImprovementDialog";
import { ImprovementRow } from "./ImprovementRow";
import { improvementTexts } from "./locale";

type Filled = { improvement: string };

function LinkDialog({ row, onClose }: { row: Opened; onClose: () => void }) {
  const t = useTexts(improvementTexts);
  const s = useTexts(serviceTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const running = useImprovements("all", "running");
  const linking = useLink(row);
  const there = row.improvements.map(({ id }) => id);
  const others = (running.data?.pages.flatMap((page) => page.rows) ?? []).filter(
    (each) => each.editable && !there.includes(each.id),
  );
  return (
    <Dialog<Filled>
      title={t.link}
      form={form}
      doing={linking}
      onSubmit={({ improvement }) =>
        linking.mutate(improvement, {
          onSuccess: () => {
            message.success(t.linked);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Form.Item
        name="improvement"
        label={t.improvements}
        rules={[{ required: true, message: t.linkMissing }]}
      >
        <Select
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t.linkChoose}
          loading={running.isFetching}
          notFoundContent={t.measureNothing}
          options={others.map(({ id, title, owner, customer_name }) => ({
            value: id,
            label: [title ?? s.unreadable, owner?.name, customer_name].filter(Boolean).join(" · "),
          }))}
        />
      </Form.Item>
    </Dialog>
  );
}

/** What is made better because of this case. */
export function CaseImprovements({ row }: { row: Opened }) {
  const t = useTexts(improvementTexts);
  const [open, setOpen] = useState<"plan" | "link" | null>(null);
  if (row.improvements.length === 0 && !row.editable) return null;
  return (
    <section className="section" aria-label={t.improvements}>
      <h2>{t.improvements}</h2>
      {row.improvements.length === 0 && <p className="muted">{t.noMeasures}</p>}
      <ul className="case-rows">
        {row.improvements.map((each) => (
          <ImprovementRow key={each.id} row={each} at={row.id} />
        ))}
      </ul>
      {row.editable && (
        <div className="case-actions">
          <Button onClick={() => setOpen("plan")}>{t.plan}</Button>
          <Button type="text" onClick={() => setOpen("link")}>
            {t.link}
          </Button>
        </div>
      )}
      {open === "plan" && <ImprovementDialog of={row} onClose={() => setOpen(null)} />}
      {open === "link" && <LinkDialog row={row} onClose={() => setOpen(null)} />}
    </section>
  );
}
