import { App, Button, Input, Upload } from "antd";
import { useState } from "react";
import { download } from "../../api/download";
import { isApiError } from "../../api/errors";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { RelativeTime } from "../../ui/RelativeTime";
import { contentPath, useAddVersion } from "./api";
import { documentTexts } from "./locale";
import { ACCEPT, type DocVersion, sizeText, type WholeDoc } from "./types";

function AddVersion({ document }: { document: WholeDoc }) {
  const t = useTexts(documentTexts);
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const adding = useAddVersion(document);
  const send = (file: File) =>
    adding.mutate(
      { file, note },
      {
        onSuccess: () => {
          setNote("");
          void message.success(t.versionAdded);
        },
        onError: (error) =>
          message.error(isApiError(error) && error.code === "stale" ? t.stale : errorText(error)),
      },
    );
  return (
    <div className="document-add">
      <Input
        aria-label={t.versionNote}
        placeholder={t.versionNote}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Upload
        accept={ACCEPT}
        showUploadList={false}
        beforeUpload={(file) => {
          send(file);
          return false;
        }}
      >
        <Button loading={adding.isPending}>{t.addVersion}</Button>
      </Upload>
    </div>
  );
}

type Props = {
  document: WholeDoc;
  chosen: number;
  editable: boolean;
  onChoose: (number: number) => void;
};

/** All contents of a document, the newest first. */
export function Versions({ document, chosen, editable, onChoose }: Props) {
  const t = useTexts(documentTexts);
  const c = useTexts(common);
  const { message } = App.useApp();
  const save = (version: DocVersion) =>
    download(contentPath(document.id, version.number), {}, version.name ?? "file").catch((error) =>
      message.error(errorText(error)),
    );
  return (
    <section aria-label={t.versions}>
      <h3>{t.versions}</h3>
      <ul className="document-versions">
        {document.versions.map((version) => (
          <li key={version.number}>
            <div className="document-version">
              <button
                type="button"
                className="document-title"
                aria-pressed={version.number === chosen}
                onClick={() => onChoose(version.number)}
              >
                {t.version(version.number)}
              </button>
              <Button
                size="small"
                type="link"
                aria-label={`${t.download} ${t.version(version.number)}`}
                onClick={() => save(version)}
              >
                {t.download}
              </Button>
            </div>
            <div className="small">{version.name}</div>
            {version.note && <div className="small">{version.note}</div>}
            <div className="muted small">
              {sizeText(version.size)} · {c.scans[version.scan]} · {version.by?.name ?? t.someone} ·{" "}
              <RelativeTime at={version.at} />
            </div>
            {version.damaged && <div className="small document-damaged">{t.damagedHint}</div>}
            {version.number === chosen && (
              <div className="muted small document-hash">
                {t.fingerprint} {version.sha256}
              </div>
            )}
          </li>
        ))}
      </ul>
      {editable && <AddVersion document={document} />}
    </section>
  );
}
