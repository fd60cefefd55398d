import { App, Button, Popconfirm, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { download } from "../../api/download";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { type Decision, decide, type Erasure, useDeed, useErasures } from "./api";
import { Against } from "./EraseForm";
import { LookDialog } from "./LookDialog";
import { locale } from "./locale";
import { CONFIRM, ERASE } from "./rights";
import "./privacy.css";

const COLOURS: Record<string, string> = { proposed: "processing", restricted: "warning" };

function Deeds({ row, onLook }: { row: Erasure; onLook: () => void }) {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const deed = useDeed();
  const take = (decision: Decision) =>
    deed.mutate(decide(decision, row), {
      onSuccess: () => message.success(t.done),
      onError: (error) => message.error(errorText(error)),
    });
  const print = () =>
    download(
      `/api/privacy/erasures/${row.id}/certificate.pdf`,
      {},
      `erasure-${row.number}.pdf`,
    ).catch((error: unknown) => message.error(errorText(error)));
  return (
    <div className="privacy-deeds">
      {row.may_decide && (
        <>
          <Popconfirm
            title={t.confirmErasure}
            description={<div style={{ maxWidth: 280 }}>{t.confirmAsk}</div>}
            okButtonProps={{ danger: true }}
            onConfirm={() => take("confirm")}
          >
            <Button size="small" danger loading={deed.isPending}>
              {t.confirmErasure}
            </Button>
          </Popconfirm>
          <Button size="small" onClick={() => take("reject")}>
            {t.reject}
          </Button>
        </>
      )}
      {row.state === "proposed" && !row.may_decide && (
        <span className="muted small">{t.fourEyesWait}</span>
      )}
      {row.may_look && (
        <Button size="small" onClick={onLook}>
          {t.look}
        </Button>
      )}
      {row.may_release && (
        <Popconfirm
          title={t.release}
          description={<div style={{ maxWidth: 280 }}>{t.releaseAsk}</div>}
          onConfirm={() => take("release")}
        >
          <Button size="small">{t.release}</Button>
        </Popconfirm>
      )}
      {row.certificate && (
        <Button size="small" onClick={print}>
          {t.certificate}
        </Button>
      )}
    </div>
  );
}

function useColumns(look: (row: Erasure) => void): TableColumnsType<Erasure> {
  const t = useTexts(locale);
  return [
    {
      title: t.number,
      key: "number",
      render: (_, row) =>
        row.customer_id ? (
          <Link to={`/customers/${row.customer_id}`} className="num">
            {row.number}
          </Link>
        ) : (
          <span className="num">{row.number}</span>
        ),
    },
    {
      title: t.why,
      key: "why",
      responsive: ["md"],
      render: (_, row) => t.whys[row.reason as keyof typeof t.whys],
    },
    {
      title: t.state,
      key: "state",
      render: (_, row) => (
        <>
          <Tag color={COLOURS[row.state] ?? "default"}>
            {t.erasureStates[row.state as keyof typeof t.erasureStates]}
          </Tag>
          {row.state === "restricted" && row.erase_on && (
            <span className="muted small">{t.eraseOn(row.erase_on)}</span>
          )}
          {row.state === "restricted" && <Against against={row.against} />}
        </>
      ),
    },
    {
      title: t.proposedBy,
      key: "by",
      responsive: ["md"],
      render: (_, row) => (
        <>
          {row.proposed_by} <RelativeTime at={row.proposed_at} />
        </>
      ),
    },
    { title: t.decidedBy, key: "decided", responsive: ["lg"], render: (_, row) => row.decided_by },
    {
      title: t.handle,
      key: "deeds",
      render: (_, row) => <Deeds row={row} onLook={() => look(row)} />,
    },
  ];
}

function Erasures() {
  const t = useTexts(locale);
  const found = useErasures();
  const [looked, setLooked] = useState<Erasure>();
  const columns = useColumns(setLooked);
  return (
    <>
      <PageHeader title={t.erasures} note={t.erasuresNote} />
      <QueryState query={found}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t.noErasures} hint={t.noErasuresHint} />
          ) : (
            <Table
              rowKey="id"
              size="small"
              dataSource={rows}
              columns={columns}
              pagination={false}
            />
          )
        }
      </QueryState>
      {looked && <LookDialog row={looked} onClose={() => setLooked(undefined)} />}
    </>
  );
}

/** Who is to be erased, who is restricted until when, and who was. */
export function ErasuresPage() {
  const can = useCan();
  return can(ERASE) || can(CONFIRM) ? <Erasures /> : <NoPermission />;
}
