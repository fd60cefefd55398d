import { App, Button, Tag } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { QueryState } from "../../ui/states";
import { useEndSession, useOwnSessions } from "./api";
import { deviceName } from "./device";
import { locale } from "./locale";

export function Sessions() {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const sessions = useOwnSessions();
  const end = useEndSession();
  return (
    <>
      <p className="muted">{t.sessionsHint}</p>
      <QueryState query={sessions}>
        {(rows) => (
          <ul className="rows">
            {rows.map((row) => {
              const device = deviceName(row.device) || t.unknownDevice;
              return (
                <li key={row.id}>
                  <div>
                    {device} {row.current && <Tag color="success">{t.thisDevice}</Tag>}
                    <div className="muted small">
                      {row.ip} · {t.signedInAt} <RelativeTime at={row.created_at} /> · {t.lastSeen}{" "}
                      <RelativeTime at={row.last_seen_at} />
                    </div>
                  </div>
                  {!row.current && (
                    <Button
                      size="small"
                      aria-label={t.endSessionOf(device)}
                      loading={end.isPending && end.variables === row.id}
                      onClick={() =>
                        end.mutate(row.id, { onError: (error) => message.error(errorText(error)) })
                      }
                    >
                      {t.endSession}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </QueryState>
    </>
  );
}
