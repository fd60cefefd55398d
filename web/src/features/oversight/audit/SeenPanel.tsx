import { EyeOutlined } from "@ant-design/icons";
import { Button, Drawer, Tag } from "antd";
import { useState } from "react";
import { useCan } from "../../../api/session";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { More } from "../../../ui/More";
import { EmptyState, QueryState } from "../../../ui/states";
import { SEEN } from "../rights";
import { type Seen, useSeen } from "./api";
import { auditTexts } from "./locale";
import "../oversight.css";

function One({ row }: { row: Seen }) {
  const t = useTexts(auditTexts);
  return (
    <li>
      <span className="muted small">{exactTime(row.at)}</span> <b>{row.person.name}</b> {row.text}{" "}
      {row.by_token && <Tag>{t.byToken}</Tag>}
      {row.fields.length > 0 && <div className="small">{row.fields.join(" · ")}</div>}
      {row.why && <div className="muted small audit-more-of">{t.why(row.why)}</div>}
    </li>
  );
}

function Readers({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useTexts(auditTexts);
  const found = useSeen(customerId);
  return (
    <Drawer open title={t.seenTitle} onClose={onClose}>
      <p className="muted">{t.seenHint}</p>
      <QueryState query={found}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <EmptyState title={t.seenEmpty} />;
          return (
            <>
              <ul className="unusual-looks" aria-label={t.seenTitle}>
                {rows.map((row) => (
                  <One key={row.id} row={row} />
                ))}
              </ul>
              <More query={found} />
            </>
          );
        }}
      </QueryState>
    </Drawer>
  );
}

/** Who saw this customer: asked for with a press, since asking is recorded as well. */
export function SeenPanel({ customerId }: { customerId: string }) {
  const t = useTexts(auditTexts);
  const can = useCan();
  const [open, setOpen] = useState(false);
  if (!SEEN.some(can)) return null;
  return (
    <section className="section" aria-label={t.seenTitle}>
      <Button icon={<EyeOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t.seen}
      </Button>
      {open && <Readers customerId={customerId} onClose={() => setOpen(false)} />}
    </section>
  );
}
