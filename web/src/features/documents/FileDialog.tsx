import { Alert, App, Modal, Progress } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type AboutRecord, type Described, useFile } from "./api";
import { documentTexts } from "./locale";
import { guessType, sizeText, titleOf, usualRetention } from "./types";
import { Words } from "./Words";

function firstWords(file: File): Described {
  const type = guessType(file.name);
  return {
    title: titleOf(file.name).slice(0, 200),
    type,
    retention: usualRetention(type),
    sensitivity: "normal",
  };
}

type Props = { customerId: string; file: File; about?: AboutRecord; onClose: () => void };

/** Says what a chosen file is, and sends it. What was typed stays when it is refused. */
export function FileDialog({ customerId, file, about, onClose }: Props) {
  const t = useTexts(documentTexts);
  const { message } = App.useApp();
  const [said, setSaid] = useState(() => firstWords(file));
  const [share, setShare] = useState(0);
  const sending = useFile(customerId, about);
  const percent = Math.floor(share * 100);
  const send = () =>
    sending.mutate(
      { file, said, onProgress: setShare },
      {
        onSuccess: () => {
          void message.success(t.uploaded);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={`${file.name} · ${sizeText(file.size)}`}
      okText={t.upload}
      cancelText={t.cancel}
      confirmLoading={sending.isPending}
      onOk={send}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {sending.error && <Alert type="error" showIcon title={errorText(sending.error)} />}
      <Words
        value={said}
        onChange={(next) =>
          setSaid(
            next.type === said.type ? next : { ...next, retention: usualRetention(next.type) },
          )
        }
      />
      {sending.isPending && (
        <div role="status">
          <Progress percent={percent} aria-label={t.uploading(`${percent}%`)} />
        </div>
      )}
    </Modal>
  );
}
