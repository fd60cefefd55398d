import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { DocumentDialog } from "./DocumentDialog";
import { DocumentLine } from "./DocumentLine";
import { documentTexts } from "./locale";
import type { Doc } from "./types";

/** A file as a line of the timeline. */
export function DocumentMoment({ document }: { document: Doc }) {
  const t = useTexts(documentTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <strong>{t.filed}</strong>
      <ul className="documents">
        <DocumentLine document={document} onOpen={() => setOpen(true)} />
      </ul>
      {open && (
        <DocumentDialog
          id={document.id}
          title={document.title ?? ""}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
