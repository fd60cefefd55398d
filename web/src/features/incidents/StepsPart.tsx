import { Button, Form, Input, Radio } from "antd";
import { useState } from "react";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { type Incident, noteStep, type Step } from "./api";
import { Clock } from "./Clock";
import { Dialog } from "./Dialog";
import { incidentTexts } from "./locale";
import { fromInput, shortTime, toInput } from "./moments";
import { HANDLE } from "./rights";

type Filled = { outcome: "done" | "not_needed"; at: string; note: string };
type Of = { incident: Incident; step: Step; onClose: () => void };

function StepDialog({ incident, step, onClose }: Of) {
  const t = useTexts(incidentTexts);
  const [form] = Form.useForm<Filled>();
  const outcome = Form.useWatch("outcome", form);
  const why = { required: outcome === "not_needed", whitespace: true, min: 4, message: t.say };
  return (
    <Dialog<Filled, unknown>
      title={t.noteStepOf(t.steps[step.step])}
      form={form}
      first={{
        outcome: step.outcome ?? "done",
        at: toInput(step.at ? new Date(step.at) : new Date()),
        note: step.note,
      }}
      deed={({ at, ...said }) =>
        noteStep(incident, { ...said, step: step.step, at: fromInput(at) })
      }
      onClose={onClose}
    >
      <Form.Item required name="outcome" label={t.outcome}>
        <Radio.Group
          options={(["done", "not_needed"] as const).map((value) => ({
            value,
            label: t.outcomes[value],
          }))}
        />
      </Form.Item>
      <Form.Item name="at" label={t.at} rules={[{ required: true, message: t.needed }]}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="note" label={t.stepNote} extra={t.stepNoteHint} rules={[why]}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={5000} />
      </Form.Item>
    </Dialog>
  );
}

/** What was done, with its clocks. */
export function StepsPart({ incident }: { incident: Incident }) {
  const t = useTexts(incidentTexts);
  const can = useCan();
  const [noted, setNoted] = useState<Step>();
  return (
    <section className="section">
      <h2>{t.stepsTitle}</h2>
      <ul className="incident-steps">
        {incident.steps.map((step) => (
          <li key={step.step}>
            <div>
              <strong>{t.steps[step.step]}</strong> <Clock step={step} />
              {step.at && step.by && (
                <div className="muted small">
                  {shortTime(step.at)} · {t.by(step.by.name)}
                  {step.due_at && ` · ${t.due(shortTime(step.due_at))}`}
                </div>
              )}
              {step.note && <div className="incident-said">{step.note}</div>}
            </div>
            {incident.state === "open" && can(HANDLE) && (
              <Button
                size="small"
                aria-label={t.noteStepOf(t.steps[step.step])}
                onClick={() => setNoted(step)}
              >
                {t.noteStep}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {noted && <StepDialog incident={incident} step={noted} onClose={() => setNoted(undefined)} />}
    </section>
  );
}
