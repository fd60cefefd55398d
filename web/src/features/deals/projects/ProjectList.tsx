import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { EmptyState } from "../../../ui/states";
import type { Column } from "../../../ui/VirtualTable";
import { RowList } from "../RowList";
import { type Project, useProjects, type Which } from "./api";
import { Due } from "./Due";
import { projectTexts } from "./locale";
import { ProjectFacts } from "./ProjectFacts";

type Open = (row: Project) => void;

function Next({ row }: { row: Project }) {
  const t = useTexts(projectTexts);
  if (row.ended_at) return row.ended_at.slice(0, 10);
  if (!row.next_due) return <span className="muted">{t.nothingDue}</span>;
  return (
    <span className="project-next">
      <Due day={row.next_due} /> <span className="muted">{row.next}</span>
    </span>
  );
}

function useColumns(which: Which, onOpen: Open): Column<Project>[] {
  const t = useTexts(projectTexts);
  return [
    {
      key: "name",
      title: t.name,
      width: 230,
      render: (row) => (
        <button type="button" className="deal-title" onClick={() => onOpen(row)}>
          {row.name ?? t.unreadable}
        </button>
      ),
    },
    {
      key: "customer",
      title: t.customer,
      width: 210,
      render: (row) => (
        <Link to={`/customers/${row.customer_id}`} className="plain">
          {row.customer_name}
        </Link>
      ),
    },
    {
      key: "next",
      title: which.state === "over" ? t.endedOn : t.next,
      width: 230,
      render: (row) => <Next row={row} />,
    },
    {
      key: "state",
      title: t.state,
      width: 90,
      render: (row) => t.states[row.state],
    },
    {
      key: "progress",
      title: t.progress,
      width: 70,
      align: "right",
      render: (row) => `${row.progress}%`,
    },
    {
      key: "done",
      title: t.milestones,
      width: 90,
      align: "right",
      render: (row) => (row.milestones ? `${row.done} / ${row.milestones}` : ""),
    },
    {
      key: "problems",
      title: t.problems,
      width: 70,
      align: "right",
      render: (row) => row.problems > 0 && <span className="deal-late">{row.problems}</span>,
    },
    { key: "owner", title: t.owner, width: 100, render: (row) => row.owner?.name ?? "" },
  ];
}

/** Projects row by row: open ones by what is due next, ended ones the latest first. */
export function ProjectList({ which, onOpen }: { which: Which; onOpen: Open }) {
  const t = useTexts(projectTexts);
  const columns = useColumns(which, onOpen);
  const card = (row: Project) => (
    <div className="deal-row-card">
      <strong>{row.name ?? t.unreadable}</strong>
      <span className="muted small">{row.customer_name}</span>
      <ProjectFacts row={row} />
    </div>
  );
  const empty =
    which.state === "over" ? (
      <EmptyState title={t.nothingOver} />
    ) : (
      <EmptyState title={t.nothing} hint={t.nothingHint} />
    );
  return (
    <div className="deal-list">
      <RowList
        list={useProjects(which)}
        texts={t}
        columns={columns}
        card={card}
        empty={empty}
        onOpen={onOpen}
      />
    </div>
  );
}
