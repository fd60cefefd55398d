import { useState } from "react";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import { PanelHead, PanelRows } from "../PanelParts";
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
  const found = useProjectsOf(customerId);
  return (
    <section className="section" aria-label={t.title}>
      <PanelHead
        title={t.title}
        create={t.create}
        editable={found.data?.editable}
        onCreate={() => setCreating(true)}
      />
      <QueryState query={found}>
        {({ projects }) => (
          <PanelRows rows={projects} running={(row) => row.ended_at === null} texts={t}>
            {(row) => <Row key={row.id} row={row} onOpen={() => setOpened(row.id)} />}
          </PanelRows>
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
