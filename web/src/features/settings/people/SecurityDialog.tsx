import { App, Button, Flex, Modal } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../../api/rights";
import { useCan, useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { LevelSelect } from "../../../ui/levels/LevelSelect";
import { type Level, levelTexts } from "../../../ui/levels/locale";
import { common } from "../../../ui/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import { QueryState } from "../../../ui/states";
import { useEndSessionsOf, useGiveClearance, useSessionsOf, useTakeOff } from "../signin/api";
import { signin } from "../signin/locale";
import type { User } from "../types";

/** Up to which classification somebody sees customers; chosen is saved. */
function Clearance({ user }: { user: User }) {
  const t = useTexts(signin);
  const l = useTexts(levelTexts);
  const { message } = App.useApp();
  const [level, setLevel] = useState(user.clearance);
  const give = useGiveClearance(user.id);
  const own = useMe().user.id === user.id;
  const change = (wanted: Level) =>
    give.mutate(wanted, {
      onSuccess: () => {
        setLevel(wanted);
        void message.success(t.clearanceGiven(user.name, l.names[wanted]));
      },
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <>
      <h3>{l.clearance}</h3>
      <p className="muted">{own ? t.clearanceOwn : t.clearanceHint}</p>
      <LevelSelect
        disabled={own}
        aria-label={l.clearance}
        value={level}
        loading={give.isPending}
        onChange={change}
      />
    </>
  );
}

/** Where somebody is signed in, and what to do on the day their phone is lost. */
export function SecurityDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts(signin);
  const { close } = useTexts(common);
  const { message, modal } = App.useApp();
  const sessions = useSessionsOf(user.id);
  const end = useEndSessionsOf(user.id);
  const takeOff = useTakeOff(user.id);
  const clears = useCan()(RIGHTS.clear);
  const failed = (error: unknown) => message.error(errorText(error));
  const ask = () =>
    modal.confirm({
      title: t.takeOffSure(user.name),
      okText: t.takeOff,
      okButtonProps: { danger: true },
      onOk: () =>
        takeOff
          .mutateAsync()
          .then(() => message.success(t.takenOff))
          .catch(failed),
    });
  return (
    <Modal
      open
      title={`${t.security} · ${user.name}`}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{close}</Button>}
    >
      <h3>{t.sessions}</h3>
      <QueryState query={sessions}>
        {({ sessions: rows }) =>
          rows.length === 0 ? (
            <p className="muted">{t.noSessions}</p>
          ) : (
            <ul>
              {rows.map((row) => (
                <li key={row.id}>
                  {row.device} <span className="muted small">{row.ip}</span>
                  <div className="muted small">
                    {t.lastSeen} <RelativeTime at={row.last_seen_at} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      <Flex vertical gap={12} align="start">
        <Button
          loading={end.isPending}
          onClick={() =>
            end.mutate(undefined, {
              onSuccess: ({ ended }) => message.success(t.signedOut(ended)),
              onError: failed,
            })
          }
        >
          {t.signOutAll}
        </Button>
        <p className="muted">{t.lost}</p>
        <Button danger onClick={ask}>
          {t.takeOff}
        </Button>
      </Flex>
      {clears && <Clearance user={user} />}
    </Modal>
  );
}
