import { PushpinFilled } from "@ant-design/icons";
import { App, Button, Flex } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { keyName } from "../../../lib/keyboard";
import { errorText } from "../../../ui/errorText";
import { MentionInput } from "../../../ui/MentionInput";
import { RelativeTime } from "../../../ui/RelativeTime";
import { useSecretCheck } from "../../../ui/useSecretCheck";
import type { CustomerDetail, Note } from "../types";
import { usePart } from "./api";
import { pageTexts } from "./locale";

/** Writes a note. */
export function NoteComposer({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const t = useTexts(pageTexts);
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const part = usePart(customerId, "notes");
  const mayStay = useSecretCheck();
  const submit = async () => {
    if (text.trim() === "" || part.isPending || !(await mayStay(text))) return;
    part.mutate(
      { add: { body: text.trim() } },
      { onSuccess: onDone, onError: (error) => message.error(errorText(error)) },
    );
  };
  return (
    <Flex vertical gap={6}>
      <MentionInput
        customerId={customerId}
        aria-label={t.addNote}
        placeholder={t.writeNote}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={text}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
        }}
      />
      {text.trim() !== "" && (
        <Flex justify="end" align="center" gap={8}>
          <kbd>{keyName("mod+Enter")}</kbd>
          <Button type="primary" loading={part.isPending} onClick={submit}>
            {t.addNote}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}

type ItemProps = { customerId: string; note: Note; locked: boolean };

/** A note; its author may rewrite it, and pin it to the top. */
export function NoteItem({ customerId, note, locked }: ItemProps) {
  const t = useTexts(pageTexts);
  const { message, modal } = App.useApp();
  const part = usePart(customerId, "notes");
  const [draft, setDraft] = useState<string | null>(null);
  const failed = (error: unknown) => message.error(errorText(error));
  const mayStay = useSecretCheck();
  const save = async () => {
    if (!(await mayStay(draft ?? ""))) return;
    part.mutate(
      { change: note.id, to: { body: draft?.trim() } },
      { onSuccess: () => setDraft(null), onError: failed },
    );
  };
  const remove = () =>
    modal.confirm({
      title: t.removeSure(note.body.slice(0, 20)),
      okText: t.remove,
      okButtonProps: { danger: true },
      onOk: () => part.mutateAsync({ remove: note.id }).catch(failed),
    });
  const pin = () =>
    part.mutate({ change: note.id, to: { pinned: !note.pinned } }, { onError: failed });
  return (
    <div className="note">
      <div className="muted small">
        {note.pinned && <PushpinFilled aria-label={t.pinned} />} {note.author.name} ·{" "}
        <RelativeTime at={note.created_at} />
      </div>
      {draft === null ? (
        <div className="note-body">{note.body}</div>
      ) : (
        <Flex vertical gap={6}>
          <MentionInput
            customerId={customerId}
            autoFocus
            aria-label={t.edit}
            autoSize={{ minRows: 2, maxRows: 12 }}
            value={draft}
            onChange={setDraft}
          />
          <Flex gap={6} justify="end">
            <Button onClick={() => setDraft(null)}>{t.cancel}</Button>
            <Button type="primary" loading={part.isPending} disabled={!draft.trim()} onClick={save}>
              {t.save}
            </Button>
          </Flex>
        </Flex>
      )}
      {note.mine && !locked && draft === null && (
        <div className="note-actions">
          <Button type="link" size="small" onClick={() => setDraft(note.body)}>
            {t.edit}
          </Button>
          <Button type="link" size="small" onClick={pin}>
            {note.pinned ? t.unpin : t.pin}
          </Button>
          <Button type="link" size="small" onClick={remove}>
            {t.remove}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What was put above everything else. */
export function PinnedNotes({ customer, locked }: { customer: CustomerDetail; locked: boolean }) {
  const t = useTexts(pageTexts);
  const pinned = customer.notes.filter((note) => note.pinned);
  if (pinned.length === 0) return null;
  return (
    <section className="section pinned-notes" aria-label={t.pinnedNotes}>
      {pinned.map((note) => (
        <NoteItem key={note.id} customerId={customer.id} note={note} locked={locked} />
      ))}
    </section>
  );
}
