import { FileTextOutlined, MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Tag } from "antd";
import { type ReactNode, useContext, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { daysUntil } from "../due";
import { serviceTexts } from "../locale";
import { FileSlot } from "../slots";
import { type Improvement, useMoveOn } from "./api";
import { ChangeDialog } from "./ImprovementDialog";
import { improvementTexts } from "./locale";
import { ProofDialog } from "./ProofDialog";

const COLOURS = { open: "processing", done: "warning", closed: "success", dropped: "default" };

function Until({ row }: { row: Improvement }) {
  const t = useTexts(improvementTexts);
  if (row.ended_at) return null;
  const days = daysUntil(row.due_on);
  const words = days < 0 ? t.overdueBy(-days) : days === 0 ? t.dueToday : t.dueIn(days);
  return (
    <span className={row.overdue ? "case-late" : ""} title={row.due_on}>
      {words}
    </span>
  );
}

/** The next thing to do, and the rest in a menu. */
function Actions({ row }: { row: Improvement }) {
  const t = useTexts(improvementTexts);
  const c = useTexts(common);
  const { message, modal } = App.useApp();
  const moving = useMoveOn(row);
  const [open, setOpen] = useState<"change" | "prove" | null>(null);
  const move = (name: keyof typeof t.measureMoved) =>
    moving.mutate(name, {
      onSuccess: () => message.success(t.measureMoved[name]),
      onError: (error) => message.error(errorText(error)),
    });
  const drop = () => modal.confirm({ title: t.dropSure, okText: t.drop, onOk: () => move("drop") });
  const running = row.state === "open" || row.state === "done";
  const items = [
    ...(running && row.title !== null ? [{ key: "change", label: c.edit }] : []),
    ...(row.state === "open" ? [] : [{ key: "reopen", label: t.resume }]),
    ...(running ? [{ key: "drop", label: t.drop }] : []),
  ];
  const run: Record<string, () => void> = {
    change: () => setOpen("change"),
    reopen: () => move("reopen"),
    drop,
  };
  return (
    <span className="improvement-actions">
      {row.state === "open" && (
        <Button size="small" loading={moving.isPending} onClick={() => move("finish")}>
          {t.finish}
        </Button>
      )}
      {row.state === "done" && (
        <Button size="small" onClick={() => setOpen("prove")}>
          {t.closeWithProof}
        </Button>
      )}
      <Dropdown trigger={["click"]} autoFocus menu={{ items, onClick: ({ key }) => run[key]?.() }}>
        <Button
          type="text"
          size="small"
          icon={<MoreOutlined aria-hidden />}
          aria-label={t.menuOf(row.title ?? t.improvements)}
        />
      </Dropdown>
      {open === "change" && <ChangeDialog row={row} onClose={() => setOpen(null)} />}
      {open === "prove" && <ProofDialog row={row} onClose={() => setOpen(null)} />}
    </span>
  );
}

/** The document that shows the effect, for whoever may open it. */
function ProofFile({ id, title }: NonNullable<Improvement["document"]>) {
  const t = useTexts(improvementTexts);
  const File = useContext(FileSlot);
  const [open, setOpen] = useState(false);
  if (title === null || File === null) {
    return <span className="small muted">{title ?? t.proofFileSealed}</span>;
  }
  return (
    <span>
      <Button
        type="link"
        size="small"
        className="flush"
        icon={<FileTextOutlined aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {title}
      </Button>
      {open && <File id={id} title={title} onClose={() => setOpen(false)} />}
    </span>
  );
}

type Props = {
  row: Improvement;
  /** The case on whose page it stands: that one is not named again. */
  at?: string;
  about?: ReactNode;
};

/** An improvement: what, whose, until when, and what proves it. */
export function ImprovementRow({ row, at, about }: Props) {
  const t = useTexts(improvementTexts);
  const s = useTexts(serviceTexts);
  const others = row.cases.filter(({ id }) => id !== at);
  return (
    <li className="case-row improvement">
      <div className="improvement-head">
        <strong>{row.title ?? <span className="muted">{s.unreadable}</span>}</strong>
        {row.editable && <Actions row={row} />}
      </div>
      {row.text && <p className="case-text">{row.text}</p>}
      <div className="small improvement-facts">
        <Tag color={COLOURS[row.state]}>{t.measureStates[row.state]}</Tag>
        <span>{row.owner?.name ?? s.someone}</span>
        <Until row={row} />
        {row.effect !== "unknown" && <span>{t.effects[row.effect]}</span>}
        {about}
        {others.length > 0 && (
          <span className="muted">
            {t.forCases}{" "}
            {others.map(({ id, number }) => (
              <Link key={id} to={`/service/cases/${id}`} className="improvement-case">
                {number}
              </Link>
            ))}
          </span>
        )}
      </div>
      {row.proof && <p className="case-text case-quote">{row.proof}</p>}
      {row.document && <ProofFile {...row.document} />}
    </li>
  );
}
