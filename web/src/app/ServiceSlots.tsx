import { lazy, Suspense } from "react";
import { Outlet } from "react-router";
import { type FileProps, FileSlot } from "../features/service/slots";

const OneDocument = lazy(async () => ({
  default: (await import("../features/documents/DocumentDialog")).DocumentDialog,
}));

function DocumentView(props: FileProps) {
  return (
    <Suspense fallback={null}>
      <OneDocument {...props} />
    </Suspense>
  );
}

/** What other features show on the pages of service: the document that proves an improvement. */
export function ServiceSlots() {
  return (
    <FileSlot value={DocumentView}>
      <Outlet />
    </FileSlot>
  );
}
