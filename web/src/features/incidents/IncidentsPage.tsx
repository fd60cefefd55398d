import { Button, Segmented, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { More } from "../../ui/More";
import { PageHeader } from "../../ui/PageHeader";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Row, type SourceKind, type State, useIncidents } from "./api";
import { Clock } from "./Clock";
import { type Beforehand, IncidentForm } from "./IncidentForm";
import { incidentTexts } from "./locale";
import { shortTime } from "./moments";
import { HANDLE } from "./rights";
import "./incidents.css";

const STATES: readonly State[] = ["open", "closed"];
const CLOCKS = ["authority", "people"];

function List({ state }: { state: State }) {
  const t = useTexts(incidentTexts);
  const found = useIncidents(state);
  const columns: ColumnsType<Row> = [
    {
      title: t.what,
      key: "what",
      render: (_, row) => (
        <>
          <Link to={`/privacy/incidents/${row.id}`}>{row.title}</Link>{" "}
          <Tag>{t.kinds[row.kind]}</Tag>
          {row.severity > 1 && <Tag color="warning">{t.severities[row.severity]}</Tag>}
          <div className="muted small">
            {shortTime(row.since)} – {shortTime(row.until)}
          </div>
        </>
      ),
    },
    {
      title: t.found,
      key: "found",
      responsive: ["md"],
      render: (_, row) => <RelativeTime at={row.discovered_at} />,
    },
    {
      title: t.affected,
      key: "affected",
      align: "right",
      render: (_, row) => (row.waits ? <span className="muted">{t.searching}</span> : row.affected),
    },
    {
      title: t.clocks,
      key: "clocks",
      responsive: ["sm"],
      render: (_, row) =>
        row.steps
          .filter((step) => CLOCKS.includes(step.step))
          .map((step) => (
            <div key={step.step}>
              <span className="small">{t.steps[step.step]}</span> <Clock step={step} />
            </div>
          )),
    },
  ];
  return (
    <QueryState query={found}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        if (rows.length === 0) return <EmptyState title={t.empty[state]} hint={t.emptyHint} />;
        return (
          <>
            <Table rowKey="id" columns={columns} dataSource={rows} pagination={false} />
            <More query={found} />
          </>
        );
      }}
    </QueryState>
  );
}

/** What the address says beforehand, from a link beside unusual access or an export. */
function beforehandOf(search: URLSearchParams): Beforehand {
  const kind = search.get("kind") as SourceKind | null;
  const [value, since, until] = ["value", "since", "until"].map((name) => search.get(name));
  return {
    ...(kind && value ? { source: { kind, value, name: search.get("name") ?? "" } } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
  };
}

/** Incidents: what is open with its clocks, and what was closed. */
export function IncidentsPage() {
  const t = useTexts(incidentTexts);
  const can = useCan();
  const go = useNavigate();
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((each) => each === search.get("state")) ?? "open";
  return (
    <>
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          can(HANDLE) && (
            <Button type="primary" onClick={() => setSearch({ new: "1" })}>
              {t.start}
            </Button>
          )
        }
      >
        <Segmented
          aria-label={t.which}
          value={state}
          onChange={(each) => setSearch({ state: each })}
          options={STATES.map((each) => ({ value: each, label: t[each] }))}
        />
      </PageHeader>
      <List key={state} state={state} />
      {search.get("new") && can(HANDLE) && (
        <IncidentForm
          beforehand={beforehandOf(search)}
          onMade={(id) => go(`/privacy/incidents/${id}`, { replace: true })}
          onClose={() => setSearch({}, { replace: true })}
        />
      )}
    </>
  );
}
