import { App, Button, Drawer, Flex, Select, Slider } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { useOfCustomer } from "../api";
import { VIEW } from "../rights";
import { titleOf } from "../words";
import {
  changeProject,
  type Project,
  type ProjectState,
  putState,
  useDeed,
  useProject,
  type Whole,
} from "./api";
import { FeedbackPart } from "./FeedbackPart";
import { projectTexts } from "./locale";
import { type Does, Milestones } from "./Milestones";
import { NeedDialog } from "./NeedDialog";
import { NeedMoment } from "./NeedMoment";
import { Problems } from "./Problems";
import { ProjectForm } from "./ProjectForm";
import "../deals.css";

const STATES = ["planned", "running", "paused", "done", "cancelled"] as const;

/** How far it is: moved with the pointer or the arrow keys, stored when it is let go. */
function ProgressSlider({ row, does }: { row: Project; does: Does }) {
  const t = useTexts(projectTexts);
  const [value, setValue] = useState(row.progress);
  return (
    <Slider
      ariaLabelForHandle={t.progress}
      disabled={!row.editable}
      step={5}
      value={value}
      tooltip={{ formatter: (percent) => `${percent}%` }}
      onChange={setValue}
      onChangeComplete={(progress) => {
        if (progress !== row.progress) does(changeProject(row, { progress }));
      }}
    />
  );
}

function FromOpportunity({ row }: { row: Project }) {
  const t = useTexts(projectTexts);
  const found = useOfCustomer(row.customer_id, useCan()(VIEW));
  const source = found.data?.opportunities.find((each) => each.id === row.opportunity_id);
  return source ? (
    <Link to={`/opportunities?card=${row.customer_id}-${source.id}`}>
      {titleOf(source, t.unreadable)}
    </Link>
  ) : null;
}

function Facts({ row, does }: { row: Project; does: Does }) {
  const t = useTexts(projectTexts);
  const days = [row.starts_on, row.due_on].filter(Boolean).join(" – ");
  const plain = [
    [t.owner, row.owner?.name],
    [t.period, days],
    [t.goal, row.goal],
  ];
  return (
    <dl className="deal-detail">
      <div>
        <dt className="muted">{t.progress}</dt>
        <dd className="project-progress">
          <ProgressSlider key={row.version} row={row} does={does} />
          <span className="num">{row.progress}%</span>
        </dd>
      </div>
      {plain.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt className="muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
      {row.opportunity_id && (
        <div>
          <dt className="muted">{t.opportunity}</dt>
          <dd>
            <FromOpportunity row={row} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Needs({ project, needs }: { project: Project; needs: Whole["needs"] }) {
  const t = useTexts(projectTexts);
  const [adding, setAdding] = useState(false);
  return (
    <section aria-label={t.needs}>
      <h3>{t.needs}</h3>
      {needs.length === 0 && <p className="muted">{t.noNeeds}</p>}
      <ul className="deal-panel">
        {needs.map((need) => (
          <li key={need.id} className="deal-panel-row">
            <NeedMoment
              customerId={project.customer_id}
              need={{ ...need, project_id: null }}
              editable={project.editable}
            />
          </li>
        ))}
      </ul>
      {project.editable && (
        <Button type="link" size="small" className="flush" onClick={() => setAdding(true)}>
          {t.addNeed}
        </Button>
      )}
      {adding && (
        <NeedDialog
          customerId={project.customer_id}
          projectId={project.id}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}

type Props = { customerId: string; id: string; onClose: () => void };

/** One project: how it stands, its milestones, its problems, what the customer says and what changed. */
export function ProjectDrawer({ customerId, id, onClose }: Props) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const whole = useProject(customerId, id);
  const deed = useDeed(customerId);
  const [editing, setEditing] = useState(false);
  const does: Does = (what, onDone) => {
    if (deed.isPending) return;
    deed.mutate(what, {
      onSuccess: onDone,
      onError: (error) => message.error(errorText(error)),
    });
  };
  const title = whole.data ? (whole.data.project.name ?? t.unreadable) : t.title;
  return (
    <Drawer open size={560} title={title} onClose={onClose}>
      <QueryState query={whole}>
        {({ project, milestones, problems, needs }) => (
          // Until what was done is seen, nothing else can be pressed: a press must never be lost without a word.
          <fieldset className="project" disabled={deed.isPending}>
            <p className="deal-of">
              <Link to={`/customers/${customerId}`} className="deal-customer-link">
                {project.customer_name}
              </Link>{" "}
              <span className="muted small num">{project.customer_number}</span>
            </p>
            <Flex gap={8} wrap>
              <Select<ProjectState>
                aria-label={t.state}
                disabled={!project.editable}
                value={project.state}
                popupMatchSelectWidth={false}
                options={STATES.map((value) => ({ value, label: t.states[value] }))}
                onChange={(state) => does(putState(project, state))}
              />
              {project.editable && project.name !== null && (
                <Button onClick={() => setEditing(true)}>{c.edit}</Button>
              )}
            </Flex>
            <Facts row={project} does={does} />
            <Milestones {...{ project, milestones, does }} />
            <Problems {...{ project, problems, does }} />
            <FeedbackPart {...{ project, does }} />
            <Needs {...{ project, needs }} />
            {editing && (
              <ProjectForm
                customerId={customerId}
                row={project}
                onClose={() => setEditing(false)}
              />
            )}
          </fieldset>
        )}
      </QueryState>
    </Drawer>
  );
}
