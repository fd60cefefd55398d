import { PaperClipOutlined } from "@ant-design/icons";
import { Button, Upload } from "antd";
import { lazy, Suspense, useState } from "react";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { useAttached } from "./api";
import { documentTexts } from "./locale";
import { FILE } from "./rights";
import { ACCEPT, type Doc } from "./types";
import "./documents.css";

const FileDialog = lazy(async () => ({ default: (await import("./FileDialog")).FileDialog }));
const DocumentDialog = lazy(async () => ({
  default: (await import("./DocumentDialog")).DocumentDialog,
}));

type Props = { customerId: string; kind: string; id: string; editable: boolean };

/** The files of one record of another feature, and a way to add one. */
export function Attached({ customerId, kind, id, editable }: Props) {
  const t = useTexts(documentTexts);
  const can = useCan();
  const [file, setFile] = useState<File | null>(null);
  const [open, setOpen] = useState<Doc | null>(null);
  const rows = useAttached(customerId).data?.rows ?? [];
  const mine = rows.filter((each) => each.about_kind === kind && each.about_id === id);
  const adds = editable && can(FILE);
  if (mine.length === 0 && !adds) return null;
  return (
    <div className={mine.length === 0 ? "attached small moment-actions" : "attached small"}>
      {mine.map((each) =>
        each.title === null ? (
          <span key={each.id} className="muted">
            {t.closed}
          </span>
        ) : (
          <button
            key={each.id}
            type="button"
            className="document-title"
            aria-label={t.open(each.title)}
            onClick={() => setOpen(each)}
          >
            <PaperClipOutlined aria-hidden /> {each.title}
          </button>
        ),
      )}
      {adds && (
        <Upload
          accept={ACCEPT}
          showUploadList={false}
          beforeUpload={(chosen) => {
            setFile(chosen);
            return false;
          }}
        >
          <Button type="link" size="small">
            {t.attach}
          </Button>
        </Upload>
      )}
      <Suspense fallback={null}>
        {file && (
          <FileDialog
            customerId={customerId}
            file={file}
            about={{ kind, id }}
            onClose={() => setFile(null)}
          />
        )}
        {open && (
          <DocumentDialog id={open.id} title={open.title ?? ""} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </div>
  );
}
