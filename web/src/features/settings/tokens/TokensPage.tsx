import { App, Button, Popconfirm, Table, Tag } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { type SomebodysToken, useEndSomebodysToken, useEverybodysTokens } from "./api";
import { tokenTexts } from "./locale";

/** Everybody's access tokens: what they reach, and the way to end them. */
export function TokensPage() {
  const t = useTexts(locale);
  const d = useTexts(tokenTexts);
  const phone = usePhone();
  const tokens = useEverybodysTokens();
  const columns: ColumnsType<SomebodysToken> = [
    { title: d.owner, key: "owner", render: (_, row) => row.user.name },
    { title: d.name, key: "name", render: (_, row) => <Name row={row} /> },
    { title: d.reach, key: "reach", responsive: ["md"], render: (_, row) => <Reach row={row} /> },
    {
      title: d.rows,
      key: "rows",
      align: "right",
      responsive: ["sm"],
      render: (_, row) => `${row.rows_today} / ${row.rows_day}`,
    },
    { title: d.used, key: "used", responsive: ["sm"], render: (_, row) => <Used row={row} /> },
    {
      title: d.expires,
      key: "expires",
      responsive: ["lg"],
      render: (_, row) => <RelativeTime at={row.expires_at} />,
    },
    { title: t.actions, key: "actions", width: 90, render: (_, row) => <End row={row} /> },
  ];
  return (
    <>
      <SectionHead title={t.pages.tokens} hint={d.hint} />
      <QueryState query={tokens}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="muted">{d.none}</p>
          ) : (
            <Table
              rowKey="id"
              columns={columns}
              dataSource={rows}
              pagination={false}
              scroll={phone ? undefined : { x: 480 }}
            />
          )
        }
      </QueryState>
    </>
  );
}

function Name({ row }: { row: SomebodysToken }) {
  const d = useTexts(tokenTexts);
  return (
    <>
      {row.name} <code className="muted">{row.prefix}…</code>
      {row.why && (
        <div>
          <Tag color="error">{d.why[row.why]}</Tag>
        </div>
      )}
    </>
  );
}

function Reach({ row }: { row: SomebodysToken }) {
  const d = useTexts(tokenTexts);
  const parts = [d.levels[row.level], row.read_only && d.readOnly];
  return (
    <>
      {parts.filter(Boolean).join(" · ")}
      <div className="muted">{row.addresses.join(" ") || d.anywhere}</div>
    </>
  );
}

function Used({ row }: { row: SomebodysToken }) {
  const d = useTexts(tokenTexts);
  if (!row.last_used_at) return <span className="muted">{d.never}</span>;
  return (
    <>
      <RelativeTime at={row.last_used_at} />
      <div className="muted">{row.last_used_ip}</div>
    </>
  );
}

function End({ row }: { row: SomebodysToken }) {
  const d = useTexts(tokenTexts);
  const { message } = App.useApp();
  const end = useEndSomebodysToken();
  const failed = (error: unknown) => void message.error(errorText(error));
  return (
    <Popconfirm
      title={d.endSure(row.name, row.user.name)}
      okText={d.end}
      onConfirm={() => end.mutate(row.id, { onError: failed })}
    >
      <Button size="small" type="link" danger aria-label={d.endOf(row.name, row.user.name)}>
        {d.end}
      </Button>
    </Popconfirm>
  );
}
