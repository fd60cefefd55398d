import { App, Button, Flex } from "antd";
import { useInstance } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { QueryState } from "../../ui/states";
import { locale } from "./locale";
import { type Identity, useIdentities, useLeaveToLink, useUnlink } from "./signInServices";

function Linked({ identity }: { identity: Identity }) {
  const t = useTexts(locale);
  const { message, modal } = App.useApp();
  const unlink = useUnlink();
  const ask = () =>
    modal.confirm({
      title: t.unlinkSure(identity.issuer),
      okText: t.unlink,
      okButtonProps: { danger: true },
      onOk: () =>
        unlink.mutateAsync(identity.id).catch((error) => void message.error(errorText(error))),
    });
  return (
    <li>
      <div>
        {identity.issuer}
        <div className="muted small">
          {t.linkedSince} <RelativeTime at={identity.created_at} />
          {identity.last_used_at && (
            <>
              {" "}
              · {t.lastUsed} <RelativeTime at={identity.last_used_at} />
            </>
          )}
        </div>
      </div>
      <Button size="small" aria-label={t.unlinkOf(identity.issuer)} onClick={ask}>
        {t.unlink}
      </Button>
    </li>
  );
}

/** One's own links to sign-in services; nothing where there is neither a service nor a link. */
export function Services() {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const offered = useInstance().data?.sign_in_by ?? [];
  const identities = useIdentities();
  const leave = useLeaveToLink();
  if (offered.length === 0 && !identities.data?.length) return null;
  const failed = (error: unknown) => void message.error(errorText(error));
  return (
    <section className="section">
      <h2>{t.servicesTitle}</h2>
      <p className="muted">{t.servicesHint}</p>
      <QueryState query={identities}>
        {(rows) => (
          <ul className="rows">
            {rows.map((row) => (
              <Linked key={row.id} identity={row} />
            ))}
          </ul>
        )}
      </QueryState>
      <Flex gap={8} wrap>
        {offered.map((service) => (
          <Button
            key={service.id}
            loading={leave.isPending && leave.variables === service.id}
            onClick={() => leave.mutate(service.id, { onError: failed })}
          >
            {t.linkTo(service.name)}
          </Button>
        ))}
      </Flex>
    </section>
  );
}
