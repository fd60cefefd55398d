import { DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Popconfirm } from "antd";
import { type FormEvent, useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { dayIn } from "../board";
import {
  changeMilestone,
  type Deed,
  dropMilestone,
  type Milestone,
  type NewMilestone,
  type Project,
  planMilestone,
  tickMilestone,
} from "./api";
import { Due } from "./Due";
import { projectTexts } from "./locale";
import { dayOf } from "./words";

// Two weeks are what most plan ahead.
const AHEAD = 14;

export type Does = (deed: Deed, onDone?: () => void) => void;

type PointProps = {
  first: NewMilestone;
  okText: string;
  onSave: (point: NewMilestone) => void;
  onCancel: () => void;
};

/** What a milestone is called and when it is due, in one line. */
function PointForm({ first, okText, onSave, onCancel }: PointProps) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const [point, setPoint] = useState(first);
  const ready = point.title.trim() !== "" && point.due_on !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSave({ ...point, title: point.title.trim() });
  };
  return (
    <form className="project-point-form" onSubmit={submit}>
      <Input
        autoFocus
        aria-label={t.milestoneName}
        placeholder={t.milestoneName}
        maxLength={200}
        value={point.title}
        onChange={(event) => setPoint({ ...point, title: event.target.value })}
      />
      <Input
        type="date"
        aria-label={t.milestoneDay}
        className="project-day"
        value={point.due_on}
        onChange={(event) => setPoint({ ...point, due_on: event.target.value })}
      />
      <Button type="primary" htmlType="submit" disabled={!ready}>
        {okText}
      </Button>
      <Button type="text" onClick={onCancel}>
        {c.cancel}
      </Button>
    </form>
  );
}

type RowProps = { customerId: string; row: Milestone; editable: boolean; does: Does };

function Row({ customerId, row, editable, does }: RowProps) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const [editing, setEditing] = useState(false);
  const title = row.title ?? t.unreadable;
  if (editing) {
    return (
      <PointForm
        first={{ title: row.title ?? "", due_on: row.due_on }}
        okText={c.save}
        onCancel={() => setEditing(false)}
        onSave={(point) => does(changeMilestone(customerId, row, point), () => setEditing(false))}
      />
    );
  }
  return (
    <div className="project-point">
      <Checkbox
        checked={row.done_at !== null}
        disabled={!editable}
        onChange={(event) => does(tickMilestone(customerId, row, event.target.checked))}
      >
        {title}
      </Checkbox>
      <span className="small project-point-due">
        {row.done_at ? (
          <span className="muted">
            {t.reached(row.done_by?.name ?? t.someone, dayOf(row.done_at))}
          </span>
        ) : (
          <Due day={row.due_on} />
        )}
      </span>
      {editable && row.title !== null && (
        <span className="project-point-tools">
          <Button
            type="text"
            size="small"
            icon={<EditOutlined aria-hidden />}
            aria-label={t.editOf(title)}
            onClick={() => setEditing(true)}
          />
          <Popconfirm
            title={t.reallyDrop}
            okText={c.remove}
            cancelText={c.cancel}
            onConfirm={() => does(dropMilestone(customerId, row))}
          >
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t.dropOf(title)}
            />
          </Popconfirm>
        </span>
      )}
    </div>
  );
}

type Props = { project: Project; milestones: Milestone[]; does: Does };

/** The points a project reaches, by day; each is ticked when it is reached. */
export function Milestones({ project, milestones, does }: Props) {
  const t = useTexts(projectTexts);
  const [adding, setAdding] = useState(false);
  return (
    <section aria-label={t.milestones}>
      <h3>{t.milestones}</h3>
      {milestones.length === 0 && <p className="muted">{t.noMilestones}</p>}
      <ul className="deal-panel">
        {milestones.map((row) => (
          <li key={row.id}>
            <Row customerId={project.customer_id} editable={project.editable} {...{ row, does }} />
          </li>
        ))}
      </ul>
      {project.editable &&
        (adding ? (
          <PointForm
            first={{ title: "", due_on: dayIn(AHEAD) }}
            okText={t.add}
            onCancel={() => setAdding(false)}
            onSave={(point) => does(planMilestone(project, point), () => setAdding(false))}
          />
        ) : (
          <Button
            type="link"
            size="small"
            className="flush"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t.addMilestone}
          </Button>
        ))}
    </section>
  );
}
