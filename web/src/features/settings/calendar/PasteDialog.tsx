import { Alert, App, Input, Modal } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { type Pasted, useReadDays, type WorkDay } from "./api";
import { calendarTexts } from "./locale";

function Found({ found }: { found: Pasted }) {
  const t = useTexts(calendarTexts);
  const off = found.days.filter(({ kind }) => kind === "off").length;
  return (
    <>
      <Alert
        type={found.days.length > 0 ? "success" : "warning"}
        showIcon
        className="settings-head"
        title={found.days.length > 0 ? t.readDays(off, found.days.length - off) : t.readNothing}
      />
      <ul className="calendar-found">
        {found.days.map(({ day, kind, name }) => (
          <li key={day}>
            <span className="num">{day}</span> {t.kinds[kind]} <span className="muted">{name}</span>
          </li>
        ))}
      </ul>
      {found.unread.length > 0 && (
        <>
          <p>{t.unread}</p>
          <ul>
            {found.unread.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

type Props = { onTake: (days: WorkDay[]) => void; onClose: () => void };

/** Reads the yearly notice: first it is shown what was understood, then it is taken over. */
export function PasteDialog({ onTake, onClose }: Props) {
  const t = useTexts(calendarTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const reading = useReadDays();
  const found = reading.data;
  const ready = found !== undefined && found.days.length > 0;
  const go = () => {
    if (!ready) {
      reading.mutate(text);
      return;
    }
    onTake(found.days);
    message.info(t.taken);
    onClose();
  };
  return (
    <Modal
      open
      title={t.paste}
      okText={ready ? t.take : t.read}
      cancelText={c.cancel}
      okButtonProps={{ disabled: text.trim() === "" }}
      confirmLoading={reading.isPending}
      onOk={go}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="muted">{t.pasteHint}</p>
      <Input.TextArea
        autoFocus
        aria-label={t.paste}
        placeholder={t.pasteExample}
        autoSize={{ minRows: 5, maxRows: 12 }}
        maxLength={50_000}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          // What was read belongs to the former text.
          reading.reset();
        }}
        className="settings-head"
      />
      {reading.isError && <Alert type="error" showIcon title={errorText(reading.error)} />}
      {found && <Found found={found} />}
    </Modal>
  );
}
