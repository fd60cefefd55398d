import { App, Button, Flex, Input, Popover, Tooltip } from "antd";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type FollowUp, useChangeFollowUp, useEnd } from "./api";
import { dueText, fromInput, toInput } from "./days";
import { KIND_ICONS, type Kind } from "./kinds";
import { activityTexts } from "./locale";
import "./activity.css";

// The form comes when somebody wants to write.
const Composer = lazy(async () => ({
  default: (await import("./InteractionComposer")).InteractionComposer,
}));

type Props = {
  customerId: string;
  followUp: FollowUp;
  /** What it is about, where that is not clear from the place. */
  about?: ReactNode;
  showAssignee?: boolean;
  editable: boolean;
};

function Reschedule({ customerId, followUp }: { customerId: string; followUp: FollowUp }) {
  const t = useTexts(activityTexts);
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [input, setInput] = useState(toInput(new Date(followUp.due_at)));
  const change = useChangeFollowUp(customerId, followUp.id);
  const at = fromInput(input);
  const save = () =>
    at &&
    change.mutate(
      { version: followUp.version, due_at: at },
      {
        onSuccess: () => setOpen(false),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <Popover
      trigger="click"
      destroyOnHidden
      open={open}
      onOpenChange={setOpen}
      title={t.reschedule}
      content={
        <Flex gap={8}>
          <Input
            type="datetime-local"
            aria-label={t.dueAt}
            value={input}
            onChange={(event) => setInput(event.target.value)}
          />
          <Button type="primary" disabled={!at} loading={change.isPending} onClick={save}>
            {t.save}
          </Button>
        </Flex>
      }
    >
      <Button
        type="link"
        size="small"
        aria-label={t.postpone(followUp.text || t.kinds[followUp.kind as Kind])}
      >
        {t.reschedule}
      </Button>
    </Popover>
  );
}

function useEnding(customerId: string, followUp: FollowUp) {
  const t = useTexts(activityTexts);
  const { message } = App.useApp();
  const end = useEnd(customerId);
  const failed = (error: unknown) => message.error(errorText(error));
  const run = (how: "done" | "drop") =>
    end.mutate(
      { id: followUp.id, version: followUp.version, how },
      {
        onError: failed,
        onSuccess: () => {
          const key = `ended ${followUp.id}`;
          const undo = () => {
            message.destroy(key);
            end.mutate(
              { id: followUp.id, version: followUp.version + 1, how: "reopen" },
              { onError: failed },
            );
          };
          message.success({
            key,
            duration: 6,
            content: (
              <>
                {how === "done" ? t.finished : t.dropped}
                <Button type="link" size="small" onClick={undo}>
                  {t.undo}
                </Button>
              </>
            ),
          });
        },
      },
    );
  return { run, pending: end.isPending };
}

/** Something to be done: finished by a click on its circle or with a word on what came of it, moved or dropped. */
export function FollowUpRow({ customerId, followUp, about, showAssignee, editable }: Props) {
  const t = useTexts(activityTexts);
  const language = useLanguage();
  const { run, pending } = useEnding(customerId, followUp);
  const [writing, setWriting] = useState(false);
  const kind = followUp.kind as Kind;
  const open = followUp.state === "open";
  const late = open && new Date(followUp.due_at) < new Date();
  const label = followUp.text || t.kinds[kind];
  return (
    <li className="follow-up">
      <Tooltip title={editable && open ? t.finish : null}>
        <button
          type="button"
          className="follow-up-circle"
          aria-label={t.finishOf(label)}
          data-done={followUp.state === "done"}
          disabled={!editable || !open || pending}
          onClick={() => run("done")}
        />
      </Tooltip>
      <div className="follow-up-body">
        {about && <div>{about}</div>}
        <div className="moment-text">
          <span className="muted" title={t.kinds[kind]}>
            {KIND_ICONS[kind]}
          </span>{" "}
          {followUp.text === null ? <span className="muted">{t.notReadable}</span> : label}
        </div>
        <div className="small muted">
          <span className={late ? "follow-up-late" : undefined}>
            {dueText(open ? followUp.due_at : (followUp.ended_at ?? followUp.due_at), language)}
            {late && ` · ${t.overdue}`}
          </span>
          {showAssignee && ` · ${followUp.assignee?.name ?? t.someone}`}
        </div>
      </div>
      {editable && open && (
        <div className="follow-up-actions">
          <Button
            type="link"
            size="small"
            aria-label={t.writeResultOf(label)}
            aria-expanded={writing}
            onClick={() => setWriting(!writing)}
          >
            {t.writeResult}
          </Button>
          <span className="moment-actions">
            <Reschedule customerId={customerId} followUp={followUp} />
            <Button type="link" size="small" disabled={pending} onClick={() => run("drop")}>
              {t.drop}
            </Button>
          </span>
        </div>
      )}
      {editable && open && writing && (
        <div className="follow-up-form">
          <Suspense fallback={null}>
            <Composer
              customerId={customerId}
              finishes={followUp}
              onDone={() => setWriting(false)}
            />
          </Suspense>
        </div>
      )}
    </li>
  );
}
