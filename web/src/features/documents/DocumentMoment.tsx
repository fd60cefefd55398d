import { lazy, Suspense, useState } from "react";
import { useTexts } from "../../lib/i18n";
import { DocumentLine } from "./DocumentLine";
import { documentTexts } from "./locale";
import type { Doc } from "./types";

const DocumentDialog = lazy(async () => ({
  default: (await import("./DocumentDialog")).DocumentDialog,
}));

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
      <Suspense fallback={null}>
        {open && (
          <DocumentDialog
            id={document.id}
            title={document.title ?? ""}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
