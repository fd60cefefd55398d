import { CameraOutlined, InboxOutlined } from "@ant-design/icons";
import { Button, Upload } from "antd";
import { useState } from "react";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { ScanHint } from "../../ui/Scanned";
import { QueryState } from "../../ui/states";
import { useDocuments } from "./api";
import { DocumentDialog } from "./DocumentDialog";
import { DocumentLine } from "./DocumentLine";
import { FileDialog } from "./FileDialog";
import { documentTexts } from "./locale";
import { FILE } from "./rights";
import { ACCEPT, type Doc } from "./types";
import "./documents.css";

/** Straight from the camera, where there is one at hand. */
function Photo({ onFile }: { onFile: (file: File) => void }) {
  const t = useTexts(documentTexts);
  return (
    <Upload
      className="document-photo"
      accept="image/*"
      capture="environment"
      showUploadList={false}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
    >
      <Button icon={<CameraOutlined aria-hidden />}>{t.photo}</Button>
    </Upload>
  );
}

function Drop({ onFile }: { onFile: (file: File) => void }) {
  const t = useTexts(documentTexts);
  return (
    <Upload.Dragger
      className="document-drop"
      accept={ACCEPT}
      multiple={false}
      showUploadList={false}
      aria-label={t.drop}
      beforeUpload={(file) => {
        onFile(file);
        return false;
      }}
    >
      <InboxOutlined aria-hidden /> {t.drop}
    </Upload.Dragger>
  );
}

/** A customer's files, with a place to drop another. */
export function DocumentsPanel({ customerId }: { customerId: string }) {
  const t = useTexts(documentTexts);
  const can = useCan();
  const phone = usePhone();
  const [trashed, setTrashed] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [open, setOpen] = useState<Doc | null>(null);
  const found = useDocuments(customerId, trashed);
  return (
    <section className="section" aria-label={t.panel}>
      <h2>
        {t.panel}
        {can(FILE) && (
          <Button type="link" size="small" onClick={() => setTrashed(!trashed)}>
            {trashed ? t.showKept : t.showTrash}
          </Button>
        )}
      </h2>
      <QueryState query={found}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          return (
            <>
              {rows.length === 0 && <p className="muted">{trashed ? t.noneTrashed : t.none}</p>}
              <ul className="documents">
                {rows.map((each) => (
                  <DocumentLine key={each.id} document={each} onOpen={() => setOpen(each)} />
                ))}
              </ul>
              {pages[0]?.editable && can(FILE) && !trashed && (
                <>
                  {phone && <Photo onFile={setFile} />}
                  <Drop onFile={setFile} />
                  <ScanHint scanning={pages[0].scanning} />
                </>
              )}
            </>
          );
        }}
      </QueryState>
      {found.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t.older}
        </Button>
      )}
      {file && <FileDialog customerId={customerId} file={file} onClose={() => setFile(null)} />}
      {open && (
        <DocumentDialog id={open.id} title={open.title ?? ""} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}
