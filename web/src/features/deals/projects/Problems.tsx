import { EditOutlined } from "@ant-design/icons";
import { Button, Form, Input, Modal } from "antd";
import { type FormEvent, useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { changeProblem, noteProblem, type Problem, type Project, solveProblem } from "./api";
import { projectTexts } from "./locale";
import type { Does } from "./Milestones";
import { dayOf } from "./words";

type Texts = { title: string; solution: string };
type DialogProps = {
  row: Problem;
  solving: boolean;
  onSave: (texts: Texts) => void;
  onClose: () => void;
};

/** How a problem was solved; or what it is, said differently. */
function ProblemDialog({ row, solving, onSave, onClose }: DialogProps) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const [form] = Form.useForm<Texts>();
  const text = { autoSize: { minRows: 2, maxRows: 8 }, maxLength: 5000 };
  return (
    <Modal
      open
      title={solving ? row.title : t.problem}
      okText={solving ? t.solve : c.save}
      cancelText={c.cancel}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Texts>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ title: row.title ?? "", solution: row.solution ?? "" }}
        onFinish={({ title = row.title ?? "", solution = "" }) => onSave({ title, solution })}
      >
        {!solving && (
          <Form.Item
            name="title"
            label={t.problem}
            rules={[{ required: true, whitespace: true, message: t.addProblem }]}
          >
            <Input maxLength={200} />
          </Form.Item>
        )}
        {(solving || row.solution) && (
          <Form.Item name="solution" label={t.solution}>
            <Input.TextArea autoFocus={solving} {...text} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

type RowProps = { customerId: string; row: Problem; editable: boolean; does: Does };

function Row({ customerId, row, editable, does }: RowProps) {
  const t = useTexts(projectTexts);
  const [dialog, setDialog] = useState<"" | "solve" | "edit">("");
  const title = row.title ?? t.unreadable;
  const close = () => setDialog("");
  const save = ({ title: said, solution }: Texts) =>
    does(
      dialog === "solve"
        ? solveProblem(customerId, row, true, solution)
        : changeProblem(customerId, row, { title: said, solution }),
      close,
    );
  const told = row.solved_at
    ? t.solved(row.solved_by?.name ?? t.someone, dayOf(row.solved_at))
    : t.noted(row.created_by?.name ?? t.someone, dayOf(row.created_at));
  return (
    <div className="project-problem" data-solved={row.solved_at !== null || undefined}>
      <div className="project-point">
        <span className="project-problem-title">{title}</span>
        {editable && (
          <span className="project-point-tools">
            {row.solved_at ? (
              <Button
                type="link"
                size="small"
                aria-label={t.reopenOf(title)}
                onClick={() => does(solveProblem(customerId, row, false))}
              >
                {t.reopen}
              </Button>
            ) : (
              <Button
                type="link"
                size="small"
                aria-label={t.solveOf(title)}
                onClick={() => setDialog("solve")}
              >
                {t.solve}
              </Button>
            )}
            {row.title !== null && (
              <Button
                type="text"
                size="small"
                icon={<EditOutlined aria-hidden />}
                aria-label={t.editOf(title)}
                onClick={() => setDialog("edit")}
              />
            )}
          </span>
        )}
      </div>
      {row.solution && <div className="moment-text">{row.solution}</div>}
      <div className="muted small">{told}</div>
      {dialog && (
        <ProblemDialog row={row} solving={dialog === "solve"} onSave={save} onClose={close} />
      )}
    </div>
  );
}

type Props = { project: Project; problems: Problem[]; does: Does };

/** What stands in a project's way, the open ones first. */
export function Problems({ project, problems, does }: Props) {
  const t = useTexts(projectTexts);
  const [text, setText] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) does(noteProblem(project, text.trim()), () => setText(""));
  };
  return (
    <section aria-label={t.problems}>
      <h3>{t.problems}</h3>
      {problems.length === 0 && <p className="muted">{t.noProblems}</p>}
      <ul className="deal-panel">
        {problems.map((row) => (
          <li key={row.id}>
            <Row customerId={project.customer_id} editable={project.editable} {...{ row, does }} />
          </li>
        ))}
      </ul>
      {project.editable && (
        <form className="project-point-form" onSubmit={add}>
          <Input
            aria-label={t.addProblem}
            placeholder={t.addProblem}
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button htmlType="submit" disabled={!text.trim()}>
            {t.add}
          </Button>
        </form>
      )}
    </section>
  );
}
