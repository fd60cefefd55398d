import { PushpinFilled } from "@ant-design/icons";
import { App, Button, Flex, Input, type InputRef } from "antd";
import { useRef, useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { keyName, useKeys } from "../../../lib/keyboard";
import { errorText } from "../../../ui/errorText";
import { RelativeTime } from "../../../ui/RelativeTime";
import type { CustomerDetail, Note } from "../types";
import { usePart } from "./api";
import { pageTexts } from "./locale";

function Composer({ customerId }: { customerId: string }) {
  const t = useTexts(pageTexts);
  const { message } = App.useApp();
  const box = useRef<InputRef>(null);
  const [text, setText] = useState("");
  const part = usePart(customerId, "notes");
  const submit = () => {
    if (text.trim() === "" || part.isPending) return;
    part.mutate(
      { add: { body: text.trim() } },
      { onSuccess: () => setText(""), onError: (error) => message.error(errorText(error)) },
    );
  };
  useKeys([{ keys: "c", label: t.keyNote, group: t.keysGroup, run: () => box.current?.focus() }]);
  return (
    <Flex vertical gap={6}>
      <Input.TextArea
        ref={box}
        aria-label={t.addNote}
        placeholder={t.writeNote}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
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

function NoteItem({
  customerId,
  note,
  locked,
}: {
  customerId: string;
  note: Note;
  locked: boolean;
}) {
  const t = useTexts(pageTexts);
  const { message, modal } = App.useApp();
  const part = usePart(customerId, "notes");
  const [draft, setDraft] = useState<string | null>(null);
  const failed = (error: unknown) => message.error(errorText(error));
  const save = () =>
    part.mutate(
      { change: note.id, to: { body: draft?.trim() } },
      { onSuccess: () => setDraft(null), onError: failed },
    );
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
    <li className="note">
      <div className="muted small">
        {note.pinned && <PushpinFilled aria-label={t.pinned} />} {note.author.name}{" "}
        <RelativeTime at={note.created_at} />
      </div>
      {draft === null ? (
        <div className="note-body">{note.body}</div>
      ) : (
        <Flex vertical gap={6}>
          <Input.TextArea
            autoFocus
            aria-label={t.edit}
            autoSize={{ minRows: 2, maxRows: 12 }}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
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
    </li>
  );
}

export function Notes({ customer, locked }: { customer: CustomerDetail; locked: boolean }) {
  const t = useTexts(pageTexts);
  return (
    <section className="section" aria-label={t.notes}>
      <h2>{t.notes}</h2>
      {!locked && <Composer customerId={customer.id} />}
      {customer.notes.length === 0 && <p className="muted">{t.noNotes}</p>}
      <ul className="notes">
        {customer.notes.map((note) => (
          <NoteItem key={note.id} customerId={customer.id} note={note} locked={locked} />
        ))}
      </ul>
    </section>
  );
}
