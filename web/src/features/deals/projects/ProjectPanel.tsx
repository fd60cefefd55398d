import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import { SEE_PROJECTS } from "../rights";
import { type Project, useProjectsOf } from "./api";
import { projectTexts } from "./locale";
import { ProjectDrawer } from "./ProjectDrawer";
import { ProjectFacts } from "./ProjectFacts";
import { ProjectForm } from "./ProjectForm";
import "../deals.css";

function Row({ row, onOpen }: { row: Project; onOpen: () => void }) {
  const t = useTexts(projectTexts);
  return (
    <li className="deal-panel-row">
      <button type="button" className="deal-title" onClick={onOpen}>
        {row.name ?? t.unreadable}
      </button>
      <ProjectFacts row={row} />
    </li>
  );
}

function Projects({ customerId }: { customerId: string }) {
  const t = useTexts(projectTexts);
  const [opened, setOpened] = useState("");
  const [creating, setCreating] = useState(false);
  const [showEnded, setShowEnded] = useState(false);
  const found = useProjectsOf(customerId);
  const rows = found.data?.projects ?? [];
  const ended = rows.filter((row) => row.ended_at !== null);
  const shown = showEnded ? rows : rows.filter((row) => row.ended_at === null);
  return (
    <section className="section" aria-label={t.title}>
      <h2>
        {t.title}
        {found.data?.editable && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={t.create}
            onClick={() => setCreating(true)}
          />
        )}
      </h2>
      <QueryState query={found}>
        {() => (
          <>
            {shown.length === 0 && <p className="muted">{t.noneHere}</p>}
            <ul className="deal-panel">
              {shown.map((row) => (
                <Row key={row.id} row={row} onOpen={() => setOpened(row.id)} />
              ))}
            </ul>
            {ended.length > 0 && (
              <Button
                type="link"
                size="small"
                className="flush"
                onClick={() => setShowEnded(!showEnded)}
              >
                {showEnded ? t.hideEnded : t.ended(ended.length)}
              </Button>
            )}
          </>
        )}
      </QueryState>
      {creating && <ProjectForm customerId={customerId} onClose={() => setCreating(false)} />}
      {opened && (
        <ProjectDrawer customerId={customerId} id={opened} onClose={() => setOpened("")} />
      )}
    </section>
  );
}

/** A customer's projects, beside its page. */
export function ProjectPanel({ customerId }: { customerId: string }) {
  return useCan()(SEE_PROJECTS) ? <Projects customerId={customerId} /> : null;
}
