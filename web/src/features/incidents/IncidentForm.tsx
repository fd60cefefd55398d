import { Flex, Form, Input, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { change, type Draft, type Incident, open } from "./api";
import { Dialog } from "./Dialog";
import { incidentTexts } from "./locale";
import { fromInput, toInput } from "./moments";
import { type Source, Sources } from "./Sources";

const AUTHORITY_HOURS = [1, 4, 24, 72];
const PEOPLE_HOURS = [24, 72, 168, 720];
const HOUR = 3_600_000;
/** From this severity on, the national rule allows hours instead of days. */
const SEVERE_HOURS = 4;

type Filled = Omit<Draft, "sources"> & { sources: Source[] };

/** What a link may say beforehand: whom, or which export, and in which time. */
export type Beforehand = { source?: Source; since?: string; until?: string };

function first(beforehand: Beforehand, known?: Incident): Partial<Filled> {
  if (known) {
    return {
      ...known,
      since: toInput(new Date(known.since)),
      until: toInput(new Date(known.until)),
      discovered_at: toInput(new Date(known.discovered_at)),
      sources: known.sources.map(({ kind, value, text }) => ({ kind, value, name: text })),
    };
  }
  const now = new Date();
  const { source, since, until } = beforehand;
  return {
    kind: "leak",
    severity: 1,
    since: toInput(since ? new Date(since) : new Date(now.getTime() - 24 * HOUR)),
    until: toInput(until ? new Date(until) : now),
    discovered_at: toInput(now),
    authority_hours: 72,
    people_hours: 72,
    sources: [source ?? { kind: "person", value: "" }],
  };
}

function toDraft(filled: Filled): Draft {
  const { title, what, kind, severity, authority_hours, people_hours, sources } = filled;
  return {
    title,
    what,
    kind,
    severity,
    authority_hours,
    people_hours,
    since: fromInput(filled.since),
    until: fromInput(filled.until),
    discovered_at: fromInput(filled.discovered_at),
    sources: sources.map(({ kind, value }) => ({ kind, value: value.trim() })),
  };
}

type Props = {
  beforehand: Beforehand;
  known?: Incident;
  onMade?: (id: string) => void;
  onClose: () => void;
};

/** What happened, when, and whose doings are concerned. */
export function IncidentForm({ beforehand, known, onMade, onClose }: Props) {
  const t = useTexts(incidentTexts);
  const [form] = Form.useForm<Filled>();
  const needed = [{ required: true, whitespace: true, min: 4, message: t.say }];
  const set = [{ required: true, message: t.needed }];
  const hours = (counts: number[]) => counts.map((value) => ({ value, label: t.hours(value) }));
  return (
    <Dialog<Filled, { id: string } | unknown>
      title={known ? t.edit : t.start}
      form={form}
      first={first(beforehand, known)}
      deed={(filled) => (known ? change(known, toDraft(filled)) : open(toDraft(filled)))}
      onDone={(made) => made && onMade?.((made as { id: string }).id)}
      onClose={onClose}
    >
      <Form.Item name="title" label={t.name} rules={needed}>
        <Input maxLength={120} autoFocus />
      </Form.Item>
      <Form.Item name="what" label={t.story} extra={t.storyHint} rules={needed}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={5000} />
      </Form.Item>
      <Sources />
      <Flex gap={12} wrap>
        <Form.Item name="since" label={t.since} rules={set}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="until" label={t.until} rules={set}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="discovered_at" label={t.found} rules={set}>
          <Input type="datetime-local" />
        </Form.Item>
      </Flex>
      <Flex gap={12} wrap className="incident-choices">
        <Form.Item required name="kind" label={t.kind}>
          <Select options={Object.entries(t.kinds).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item required name="severity" label={t.severity}>
          <Select
            options={[1, 2, 3, 4].map((value) => ({ value, label: t.severities[value] }))}
            onChange={(severity: number) =>
              !known && form.setFieldValue("authority_hours", severity > 1 ? SEVERE_HOURS : 72)
            }
          />
        </Form.Item>
        <Form.Item required name="authority_hours" label={t.authorityHours}>
          <Select options={hours(AUTHORITY_HOURS)} />
        </Form.Item>
        <Form.Item required name="people_hours" label={t.peopleHours}>
          <Select options={hours(PEOPLE_HOURS)} />
        </Form.Item>
      </Flex>
      <div className="muted small">{t.hoursHint}</div>
    </Dialog>
  );
}
