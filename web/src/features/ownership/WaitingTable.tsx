import { App, Button, Flex, Table, type TableColumnsType, Typography } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Pool, useClaim, useWaiting, type Waiting } from "./api";
import { GiveDialog } from "./GiveDialog";
import { ownershipTexts } from "./locale";

const dayOf = (at: string) => new Date(at).toLocaleDateString("sv-SE");
const called = (row: Waiting) => row.name ?? row.number;

function useClaiming(pool: Pool) {
  const t = useTexts(ownershipTexts);
  const { message } = App.useApp();
  // The message stands outside the router: a link would not find it.
  const navigate = useNavigate();
  const claim = useClaim();
  const run = (row: Waiting) =>
    claim.mutate(
      { pool: pool.id, customer: row.id },
      {
        onSuccess: () =>
          message.success(
            <>
              {t.claimed(called(row))}{" "}
              <Button type="link" size="small" onClick={() => navigate(`/customers/${row.id}`)}>
                {t.open}
              </Button>
            </>,
            6,
          ),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return { run, pending: claim.isPending ? claim.variables.customer : null };
}

function Name({ row }: { row: Waiting }) {
  return (
    <>
      <Typography.Text strong>{called(row)}</Typography.Text>{" "}
      <span className="muted small num">{row.number}</span>
    </>
  );
}

/** Why and when it came here. */
function Came({ row }: { row: Waiting }) {
  const t = useTexts(ownershipTexts);
  const reason = row.reason in t.reasons ? t.reasons[row.reason as keyof typeof t.reasons] : "";
  return (
    <>
      <RelativeTime at={row.since} />{" "}
      <span className="muted small">{[t.how[row.how], reason].filter(Boolean).join(" · ")}</span>
    </>
  );
}

/** The customers in one pool, with what the reader may do about them. */
export function WaitingTable({ pool }: { pool: Pool }) {
  const t = useTexts(ownershipTexts);
  const phone = usePhone();
  const assigns = useCan()(RIGHTS.assign);
  const waiting = useWaiting(pool.id);
  const { run, pending } = useClaiming(pool);
  const [giving, setGiving] = useState<Waiting | null>(null);
  const act = (row: Waiting) => (
    <Flex gap={8} justify={phone ? "start" : "end"}>
      {pool.claimable && row.cooling_until && (
        <span className="muted small">{t.cooled(dayOf(row.cooling_until))}</span>
      )}
      {pool.claimable && !row.cooling_until && (
        <Button
          size="small"
          type="primary"
          ghost
          aria-label={t.claimOf(called(row))}
          loading={pending === row.id}
          onClick={() => run(row)}
        >
          {t.claim}
        </Button>
      )}
      {assigns && (
        <Button size="small" aria-label={t.giveOf(called(row))} onClick={() => setGiving(row)}>
          {t.give}
        </Button>
      )}
    </Flex>
  );
  const contact = (row: Waiting) =>
    row.contact_at ? (
      <RelativeTime at={row.contact_at} />
    ) : (
      <span className="muted">{t.never}</span>
    );
  const wide: TableColumnsType<Waiting> = [
    { title: t.name, key: "name", render: (_, row) => <Name row={row} /> },
    { title: t.place, key: "region", render: (_, row) => row.region ?? "–" },
    { title: t.industry, key: "industry", render: (_, row) => row.industry ?? "–" },
    { title: t.lastContact, key: "contact", render: (_, row) => contact(row) },
    { title: t.since, key: "since", render: (_, row) => <Came row={row} /> },
    { title: t.former, key: "former", render: (_, row) => row.former?.name ?? "–" },
    { key: "act", width: 160, render: (_, row) => act(row) },
  ];
  const narrow: TableColumnsType<Waiting> = [
    {
      title: t.name,
      key: "name",
      render: (_, row) => (
        <Flex vertical gap={4}>
          <span>
            <Name row={row} />
          </span>
          <span className="small">
            <Came row={row} />
          </span>
          {act(row)}
        </Flex>
      ),
    },
  ];
  return (
    <section aria-label={t.list}>
      <QueryState query={waiting}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <EmptyState title={t.nobody} hint={t.nobodyHint} />;
          return (
            <Table
              rowKey="id"
              size="small"
              showHeader={!phone}
              dataSource={rows}
              columns={phone ? narrow : wide}
              pagination={false}
            />
          );
        }}
      </QueryState>
      {waiting.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={waiting.isFetchingNextPage}
          onClick={() => void waiting.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
      {giving && <GiveDialog pool={pool} row={giving} onClose={() => setGiving(null)} />}
    </section>
  );
}
