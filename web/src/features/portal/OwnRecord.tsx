import { Alert, App, Button, Tag } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Page, type PageField, type Sent, useStep } from "./api";
import { locale } from "./customer/locale";
import { FieldEditor } from "./FieldEditor";
import { OwnConsents } from "./OwnConsents";
import { OwnRequests } from "./OwnRequests";

const COLOURS: Record<string, string> = { accepted: "success", refused: "warning" };

function Field({ field, sent }: { field: PageField; sent: Sent | undefined }) {
  const t = useTexts(locale);
  const [editing, setEditing] = useState(false);
  if (editing) return <FieldEditor field={field} onClose={() => setEditing(false)} />;
  return (
    <div className="self-field">
      <div className="self-what">
        <div className="self-label">{field.label}</div>
        <div>
          {field.shown.length === 0 && <span className="muted">{t.none}</span>}
          {field.shown.map((value) => (
            <div key={value}>{value}</div>
          ))}
          {sent && <div className="muted small">{`${t.waits}: ${sent.values.join("、")}`}</div>}
        </div>
      </div>
      <Button type="link" onClick={() => setEditing(true)} aria-label={t.correctField(field.label)}>
        {t.correct}
      </Button>
    </div>
  );
}

function History({ rows }: { rows: Sent[] }) {
  const t = useTexts(locale);
  if (rows.length === 0) return null;
  return (
    <section className="self-card">
      <h2>{t.history}</h2>
      <ul className="portal-rows">
        {rows.map((row) => (
          <li key={`${row.field} ${row.at}`}>
            <Tag color={COLOURS[row.state] ?? "processing"}>
              {t.states[row.state as keyof typeof t.states]}
            </Tag>
            <span>
              {row.label}: {row.values.join("、") || t.none}
            </span>
            {row.reason && <span className="muted small">{t.why(row.reason)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Props = { page: Page; onLeave: () => void; leaving: boolean };

/** The own record: look, correct, confirm; consents and requests below. */
export function OwnRecord({ page, onLeave, leaving }: Props) {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const step = useStep();
  const closes = new Date(page.until).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
  });
  const confirm = () =>
    step.mutate({ confirm: true }, { onSuccess: () => message.success(t.confirmed) });
  const waiting = (code: string) =>
    page.corrections.find((row) => row.waiting && row.field === code);
  return (
    <>
      <p className="muted">
        {t.from(page.organisation)}
        <br />
        {t.until(closes)}
      </p>
      <section className="self-card" aria-label={t.record}>
        <div>
          {page.fields.map((field) => (
            <Field key={field.code} field={field} sent={waiting(field.code)} />
          ))}
        </div>
        {step.isError && <Alert type="warning" showIcon title={errorText(step.error)} />}
        <Button type="primary" size="large" block loading={step.isPending} onClick={confirm}>
          {t.allRight}
        </Button>
      </section>
      <History rows={page.corrections} />
      <OwnConsents page={page} />
      <OwnRequests page={page} />
      <Button size="large" block onClick={onLeave} loading={leaving}>
        {t.leave}
      </Button>
    </>
  );
}
