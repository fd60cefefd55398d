import { App, Button, Popconfirm, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { QueryState } from "../../ui/states";
import { type Invitation, useInvitations, useRevoke } from "./api";
import { locale } from "./locale";
import { INVITE } from "./rights";
import "./portal.css";

const InviteForm = lazy(async () => ({ default: (await import("./InviteForm")).InviteForm }));
const COLOURS: Record<string, string> = {
  sent: "processing",
  opened: "processing",
  used: "success",
  undelivered: "error",
  locked: "warning",
};

type RowProps = { row: Invitation; customerId: string; may: boolean };

function Row({ row, customerId, may }: RowProps) {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const revoke = useRevoke(customerId);
  const kind = (code: string) => t.kinds[code as keyof typeof t.kinds] ?? t.spoken;
  return (
    <li>
      <Tag color={COLOURS[row.state] ?? "default"}>
        {t.states[row.state as keyof typeof t.states]}
      </Tag>
      <span className="muted small">
        {t.way(kind(row.link_kind), kind(row.code_kind))} · {row.by} · <RelativeTime at={row.at} />
        {row.inside && ` · ${t.inside}`}
      </span>
      {may && row.running && (
        <Popconfirm
          title={t.revokeAsk}
          okText={t.revoke}
          onConfirm={() =>
            revoke.mutate(row.id, { onError: (error) => message.error(errorText(error)) })
          }
        >
          <Button type="link" size="small" danger loading={revoke.isPending}>
            {t.revoke}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}

function Invitations({ customerId }: { customerId: string }) {
  const t = useTexts(locale);
  const found = useInvitations(customerId);
  const [inviting, setInviting] = useState(false);
  return (
    <section className="section" aria-label={t.panel}>
      <h2>{t.panel}</h2>
      <QueryState query={found}>
        {({ invitations, ways, may_invite }) => (
          <>
            {invitations.length === 0 && <p className="muted">{t.panelHint}</p>}
            <ul className="portal-rows">
              {invitations.slice(0, 5).map((row) => (
                <Row key={row.id} row={row} customerId={customerId} may={may_invite} />
              ))}
            </ul>
            {may_invite && ways.length === 0 && <p className="muted small">{t.noWays}</p>}
            {may_invite && ways.length > 0 && (
              <Button size="small" className="portal-invite" onClick={() => setInviting(true)}>
                {t.invite}
              </Button>
            )}
            <Suspense fallback={null}>
              {inviting && (
                <InviteForm
                  customerId={customerId}
                  ways={ways}
                  onClose={() => setInviting(false)}
                />
              )}
            </Suspense>
          </>
        )}
      </QueryState>
    </section>
  );
}

/** Links that let the customer look at the own record, beside its page. */
export function InvitePanel({ customerId }: { customerId: string }) {
  return useCan()(INVITE) ? <Invitations customerId={customerId} /> : null;
}
