import { Alert, App, Button, Flex, Spin, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link } from "react-router";
import { download } from "../../api/download";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { More } from "../../ui/More";
import { EmptyState, QueryState } from "../../ui/states";
import { type Affected, type Incident, lookAgain, useAffected, useDeed } from "./api";
import { incidentTexts } from "./locale";
import { shortTime } from "./moments";
import { HANDLE } from "./rights";

function Who({ row }: { row: Affected }) {
  const t = useTexts(incidentTexts);
  if (!row.customer_id) return <span className="muted">{t.erased}</span>;
  const told = <span className="num">{row.number}</span>;
  return (
    <>
      {row.name ? <Link to={`/customers/${row.customer_id}`}>{told}</Link> : told} {row.name}
      {row.into && <div className="muted small">{t.into(row.into)}</div>}
    </>
  );
}

function Touched({ row }: { row: Affected }) {
  const t = useTexts(incidentTexts);
  const told = [
    row.looks && t.looks(row.looks),
    row.revealed && t.revealed(row.revealed),
    row.left && t.left(row.left),
    row.changes && t.changes(row.changes),
  ];
  return (
    <>
      {told.filter(Boolean).join(" · ")}
      <div className="muted small incident-fields">
        {row.fields.map((field) => (field === "*" ? t.allFields : field)).join(", ")}
      </div>
    </>
  );
}

function List({ incident }: { incident: Incident }) {
  const t = useTexts(incidentTexts);
  const found = useAffected(incident);
  const columns: ColumnsType<Affected> = [
    { title: t.number, key: "number", render: (_, row) => <Who row={row} /> },
    { title: t.touched, key: "touched", render: (_, row) => <Touched row={row} /> },
    { title: t.owner, key: "owner", responsive: ["sm"], render: (_, row) => row.owner },
    {
      title: t.last,
      key: "last",
      responsive: ["md"],
      render: (_, row) => shortTime(row.last_at),
    },
  ];
  return (
    <QueryState query={found}>
      {({ pages }) => (
        <>
          <Table
            rowKey="id"
            size="small"
            columns={columns}
            dataSource={pages.flatMap((page) => page.rows)}
            pagination={false}
          />
          <More query={found} />
        </>
      )}
    </QueryState>
  );
}

function Unnamed({ incident }: { incident: Incident }) {
  const t = useTexts(incidentTexts);
  if (incident.unnamed.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t.unnamed}
      description={
        <ul className="incident-unnamed">
          {incident.unnamed.map((each) => (
            <li key={each.event || each.text}>
              {each.text} {each.at && <span className="small">{shortTime(each.at)}</span>}:{" "}
              {each.event
                ? t.unnamedExport(each.event, each.rows)
                : t.unnamedLooks(each.looks, each.rows)}
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** Who was affected, as it was frozen, and what the logs cannot tell. */
export function AffectedPart({ incident }: { incident: Incident }) {
  const t = useTexts(incidentTexts);
  const can = useCan();
  const { message } = App.useApp();
  const deed = useDeed();
  const failed = (error: unknown) => void message.error(errorText(error));
  const csv = () =>
    download(`/api/incidents/${incident.id}/affected.csv`, {}, `incident-${incident.id}.csv`).catch(
      failed,
    );
  const searching = incident.waits && !incident.failed;
  return (
    <section className="section">
      <Flex justify="space-between" align="center" gap={8} wrap className="incident-head">
        <h2>{t.affectedTitle}</h2>
        {can(HANDLE) && (
          <Flex gap={8}>
            {incident.state === "open" && (
              <Button
                size="small"
                loading={deed.isPending || searching}
                onClick={() => deed.mutate(lookAgain(incident), { onError: failed })}
              >
                {t.lookAgain}
              </Button>
            )}
            <Button size="small" disabled={incident.waits || !incident.affected} onClick={csv}>
              {t.csv}
            </Button>
          </Flex>
        )}
      </Flex>
      {incident.failed && <Alert type="error" showIcon title={t.failed} />}
      {incident.frozen_at && (
        <p>
          <strong>{t.counted(incident.affected, incident.looks, incident.changes)}</strong>{" "}
          <span className="muted small">{t.frozenAt(shortTime(incident.frozen_at))}</span>
        </p>
      )}
      <Unnamed incident={incident} />
      {!incident.frozen_at && searching && <Spin description={t.searching} />}
      {incident.frozen_at && incident.affected === 0 && (
        <EmptyState title={t.nobody} hint={t.nobodyHint} />
      )}
      {incident.affected > 0 && <List incident={incident} />}
    </section>
  );
}
