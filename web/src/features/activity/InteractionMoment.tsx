import { PushpinFilled } from "@ant-design/icons";
import { App, Button, Tag } from "antd";
import { useState } from "react";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { type FollowUp, type Interaction, usePin, useTakeAway } from "./api";
import { InteractionEditor } from "./InteractionEditor";
import type { Kind, Outcome } from "./kinds";
import { activityTexts } from "./locale";
import { MANAGE, RECORD } from "./rights";

function useFacts({ direction, minutes, people }: Interaction): string[] {
  const t = useTexts(activityTexts);
  const language = useLanguage();
  const names = new Intl.ListFormat(language, { type: "conjunction" }).format(people ?? []);
  return [
    ...(direction === "in" || direction === "out" ? [t.directions[direction]] : []),
    ...(names ? [t.withPeople(names)] : []),
    ...(minutes ? [t.took(minutes)] : []),
  ];
}

type Props = { customerId: string; interaction: Interaction; editable: boolean };

/** What happened, as a line of the timeline; whoever wrote it may correct it. */
export function InteractionMoment({ customerId, interaction, editable }: Props) {
  const t = useTexts(activityTexts);
  const { message, modal } = App.useApp();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const takeAway = useTakeAway(customerId);
  const pin = usePin(customerId);
  const facts = useFacts(interaction);
  const mine = editable && (interaction.mine || can(MANAGE)) && interaction.text !== null;
  const failed = (error: unknown) => message.error(errorText(error));
  const turn = () =>
    pin.mutate({ id: interaction.id, pinned: !interaction.pinned }, { onError: failed });
  const remove = () =>
    modal.confirm({
      title: t.removeSure,
      okText: t.remove,
      okButtonProps: { danger: true },
      onOk: () => takeAway.mutateAsync(interaction.id).catch(failed),
    });
  return (
    <>
      <div>
        {interaction.pinned && <PushpinFilled aria-label={t.pinned} />}{" "}
        <strong>{t.kinds[interaction.kind as Kind]}</strong>{" "}
        {interaction.outcome && (
          <Tag variant="filled">{t.outcomes[interaction.outcome as Outcome]}</Tag>
        )}
        <span className="muted small">
          {interaction.by?.name ?? t.someone} · <RelativeTime at={interaction.at} />
          {facts.length > 0 && ` · ${facts.join(" · ")}`}
        </span>
      </div>
      {editing ? (
        <InteractionEditor {...{ customerId, interaction }} onDone={() => setEditing(false)} />
      ) : (
        <div className="moment-text">
          {interaction.text ?? <span className="muted">{t.notReadable}</span>}
        </div>
      )}
      {editable && can(RECORD) && !editing && (
        <div className="moment-actions">
          {mine && (
            <Button type="link" size="small" onClick={() => setEditing(true)}>
              {t.edit}
            </Button>
          )}
          <Button type="link" size="small" loading={pin.isPending} onClick={turn}>
            {interaction.pinned ? t.unpin : t.pin}
          </Button>
          {mine && (
            <Button type="link" size="small" onClick={remove}>
              {t.remove}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** A follow-up that was done without more words. */
export function FollowUpMoment({ followUp }: { followUp: FollowUp }) {
  const t = useTexts(activityTexts);
  return (
    <>
      <div>
        <strong>{t.didFollowUp}</strong>{" "}
        <span className="muted small">
          {t.kinds[followUp.kind as Kind]} · {followUp.assignee?.name ?? t.someone} ·{" "}
          <RelativeTime at={followUp.ended_at} />
        </span>
      </div>
      {followUp.text && <div className="moment-text">{followUp.text}</div>}
    </>
  );
}
