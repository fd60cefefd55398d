import { Alert, Button, Table, Tag } from "antd";
import { type Translated, useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { RelativeTime } from "../../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../../ui/states";
import { bytes, span } from "./amounts";
import { type Backup, type Backups, useBackups, useOrder } from "./api";
import { backupsTexts } from "./locale";
import "./backups.css";

type Texts = Translated<(typeof backupsTexts)["zh"]>;
const COLOURS: Record<string, string> = {
  good: "success",
  bad: "error",
  failed: "error",
  unproven: "warning",
  making: "processing",
};

/** Which backups there are, whether they are proven, and what losing this machine now would cost. */
export function BackupsPart() {
  const b = useTexts(backupsTexts);
  const backups = useBackups();
  const order = useOrder();
  return (
    <section className="settings-part" aria-label={b.title}>
      <div className="backups-head">
        <h3>{b.title}</h3>
        <Button
          type="primary"
          loading={order.isPending || backups.data?.busy}
          onClick={() => order.mutate(undefined)}
        >
          {b.now}
        </Button>
      </div>
      <p className="muted">{b.hint}</p>
      {order.isError && <Alert type="error" showIcon title={errorText(order.error)} />}
      {order.isSuccess && (
        <Alert
          type={order.data.ordered ? "success" : "warning"}
          showIcon
          title={order.data.ordered ? b.ordered : b.alreadyBusy}
        />
      )}
      <QueryState query={backups}>
        {(data) => (
          <>
            <Facts data={data} />
            <List data={data} onProve={(id) => order.mutate(id)} />
          </>
        )}
      </QueryState>
    </section>
  );
}

function Facts({ data }: { data: Backups }) {
  const b = useTexts(backupsTexts);
  return (
    <dl className="backups-facts">
      <dt>{b.risk}</dt>
      <dd>{data.at_risk === null ? b.riskNone : span(b, data.at_risk)}</dd>
      <dt>{b.back}</dt>
      <dd>{data.back_in === null ? "—" : span(b, data.back_in)}</dd>
      <dt>{b.next}</dt>
      <dd>{data.next_at ? <RelativeTime at={data.next_at} /> : b.never}</dd>
      <dt>{b.where}</dt>
      <dd>{data.where}</dd>
    </dl>
  );
}

function List({ data, onProve }: { data: Backups; onProve: (id: string) => void }) {
  const b = useTexts(backupsTexts);
  if (data.rows.length === 0) return <EmptyState title={b.none} hint={b.noneHint} />;
  const whole = (row: Backup) => ["unproven", "good", "bad"].includes(row.state);
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={data.rows}
      scroll={{ x: "max-content" }}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          title: b.made,
          render: (_, row) => (
            <>
              <RelativeTime at={row.made_at ?? row.started_at} />
              <div className="muted">{b.reasons[row.reason as "button"] ?? row.reason}</div>
            </>
          ),
        },
        { title: b.state, render: (_, row) => <State b={b} row={row} /> },
        {
          title: b.size,
          render: (_, row) => (
            <>
              {bytes(row.size)}
              <div className="muted">{b.files(row.files)}</div>
            </>
          ),
        },
        { title: b.took, render: (_, row) => span(b, row.seconds) },
        { title: b.proof, render: (_, row) => <RelativeTime at={row.proved_at} /> },
        {
          title: "",
          render: (_, row) =>
            whole(row) && (
              <Button size="small" disabled={data.busy} onClick={() => onProve(row.id)}>
                {b.prove}
              </Button>
            ),
        },
      ]}
    />
  );
}

function State({ b, row }: { b: Texts; row: Backup }) {
  const said = [
    ...row.wrong,
    ...(row.unable ? [row.unable] : []),
    ...(row.missing ? [b.missing(row.missing)] : []),
    ...(row.state === "failed" && row.why ? [b.failedWith(row.why)] : []),
  ];
  return (
    <>
      <Tag color={COLOURS[row.state]}>{b.states[row.state as "good"] ?? row.state}</Tag>
      {said.map((line) => (
        <div key={line} className="muted backups-said">
          {line}
        </div>
      ))}
    </>
  );
}
