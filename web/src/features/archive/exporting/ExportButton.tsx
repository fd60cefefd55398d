import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import type { ListState } from "../list/filters";
import { listTexts } from "../list/locale";

const ExportDialog = lazy(() => import("./ExportDialog"));

/** The list as it stands, as a file; what that takes is said before anything leaves. */
export function ExportButton({ state }: { state: ListState }) {
  const t = useTexts(listTexts);
  const [open, setOpen] = useState(false);
  if (!useCan()(RIGHTS.export)) return null;
  return (
    <>
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t.export}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <ExportDialog state={state} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
