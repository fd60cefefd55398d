import { Button, Form, Input, Modal, Rate } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { type Feedback, type Project, takeFeedback } from "./api";
import { projectTexts } from "./locale";
import type { Does } from "./Milestones";
import { dayOf } from "./words";

type DialogProps = { row: Project; onSave: (feedback: Feedback) => void; onClose: () => void };

function FeedbackDialog({ row, onSave, onClose }: DialogProps) {
  const t = useTexts(projectTexts);
  const c = useTexts(common);
  const [form] = Form.useForm<Feedback>();
  const today = dayOf(new Date().toISOString());
  return (
    <Modal
      open
      title={t.feedback}
      okText={c.save}
      cancelText={c.cancel}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Feedback>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{ score: row.score, words: row.feedback ?? "", on: today }}
        onFinish={({ score, words = "", on }) => onSave({ score, words, on: on || null })}
      >
        <Form.Item
          name="score"
          label={t.score}
          rules={[{ required: true, min: 1, type: "number", message: t.scoreMissing }]}
        >
          <Rate allowClear={false} />
        </Form.Item>
        <Form.Item name="words" label={t.words}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={5000} />
        </Form.Item>
        <Form.Item name="on" label={t.on}>
          <Input type="date" max={today} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What the customer says of a project. */
export function FeedbackPart({ project, does }: { project: Project; does: Does }) {
  const t = useTexts(projectTexts);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <section aria-label={t.feedback}>
      <h3>{t.feedback}</h3>
      {project.score === null ? (
        <p className="muted">{t.noFeedback}</p>
      ) : (
        <>
          <div>
            <Rate disabled value={project.score} />{" "}
            <span className="muted small num">{project.feedback_on}</span>
          </div>
          <div className="moment-text">{project.feedback ?? t.unreadable}</div>
        </>
      )}
      {project.editable && (
        <Button type="link" size="small" className="flush" onClick={() => setOpen(true)}>
          {t.takeFeedback}
        </Button>
      )}
      {open && (
        <FeedbackDialog
          row={project}
          onClose={close}
          onSave={(feedback) => does(takeFeedback(project, feedback), close)}
        />
      )}
    </section>
  );
}
