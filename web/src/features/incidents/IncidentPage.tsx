import { App, Button, Form, Input, Tag } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { download } from "../../api/download";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { QueryState } from "../../ui/states";
import { AffectedPart } from "./AffectedPart";
import { close, type Incident, useIncident } from "./api";
import { Dialog } from "./Dialog";
import { IncidentForm } from "./IncidentForm";
import { incidentTexts } from "./locale";
import { shortTime } from "./moments";
import { HANDLE } from "./rights";
import { StepsPart } from "./StepsPart";
import "./incidents.css";

type Doing = "edit" | "close";

function CloseDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useTexts(incidentTexts);
  const [form] = Form.useForm<{ finding: string }>();
  return (
    <Dialog<{ finding: string }, unknown>
      title={t.close}
      form={form}
      first={{}}
      deed={({ finding }) => close(incident, finding)}
      onClose={onClose}
    >
      <Form.Item
        name="finding"
        label={t.finding}
        extra={t.closeHint}
        rules={[{ required: true, whitespace: true, min: 4, message: t.say }]}
      >
        <Input.TextArea autoFocus autoSize={{ minRows: 3 }} maxLength={5000} />
      </Form.Item>
    </Dialog>
  );
}

function Actions({ incident, onDo }: { incident: Incident; onDo: (doing: Doing) => void }) {
  const t = useTexts(incidentTexts);
  const can = useCan();
  const { message } = App.useApp();
  const print = () =>
    download(`/api/incidents/${incident.id}/sheet.pdf`, {}, `incident-${incident.id}.pdf`).catch(
      (error: unknown) => void message.error(errorText(error)),
    );
  const handles = can(HANDLE) && incident.state === "open";
  return (
    <>
      <Button onClick={print}>{t.pdf}</Button>
      {handles && <Button onClick={() => onDo("edit")}>{t.edit}</Button>}
      {handles && !incident.own && (
        <Button type="primary" onClick={() => onDo("close")}>
          {t.close}
        </Button>
      )}
      {handles && incident.own && <span className="muted small">{t.own}</span>}
    </>
  );
}

function Told({ incident }: { incident: Incident }) {
  const t = useTexts(incidentTexts);
  const rows: [string, string][] = [
    [t.when, `${shortTime(incident.since)} – ${shortTime(incident.until)}`],
    [t.found, shortTime(incident.discovered_at)],
    [
      t.concerned,
      incident.sources
        .map(({ kind, value, text }) => `${t.sources[kind]} ${text || value}`)
        .join("; "),
    ],
    [t.openedBy(incident.opened_by.name), shortTime(incident.opened_at)],
  ];
  if (incident.closed_by && incident.closed_at)
    rows.push([t.closedBy(incident.closed_by.name), shortTime(incident.closed_at)]);
  return (
    <section className="section">
      <p className="incident-said">{incident.what}</p>
      <dl className="incident-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt className="muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {incident.finding && (
        <>
          <h2>{t.finding}</h2>
          <p className="incident-said">{incident.finding}</p>
        </>
      )}
    </section>
  );
}

function One({ incident }: { incident: Incident }) {
  const t = useTexts(incidentTexts);
  const [doing, setDoing] = useState<Doing>();
  const stop = () => setDoing(undefined);
  return (
    <>
      <PageHeader
        title={incident.title}
        note={
          <>
            <Tag>{t.kinds[incident.kind]}</Tag>
            <Tag>{t.severities[incident.severity]}</Tag>
            <Tag color={incident.state === "open" ? "processing" : "default"}>
              {t[incident.state]}
            </Tag>
          </>
        }
        actions={<Actions incident={incident} onDo={setDoing} />}
      >
        <Link to="/privacy/incidents">{t.back}</Link>
      </PageHeader>
      <Told incident={incident} />
      <StepsPart incident={incident} />
      <AffectedPart incident={incident} />
      {doing === "edit" && <IncidentForm beforehand={{}} known={incident} onClose={stop} />}
      {doing === "close" && <CloseDialog incident={incident} onClose={stop} />}
    </>
  );
}

/** One incident: what happened, what was done about it, and who was affected. */
export function IncidentPage() {
  const { id = "" } = useParams();
  const found = useIncident(id);
  return <QueryState query={found}>{(incident) => <One incident={incident} />}</QueryState>;
}
