import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import type { CustomerDetail } from "../types";
import { printTexts } from "./locale";

// The date picker is heavy and most visits print nothing.
const Dialog = lazy(async () => ({ default: (await import("./PrintDialog")).PrintDialog }));

/** From a customer's page to its archive on paper. */
export function PrintArchive({ customer }: { customer: CustomerDetail }) {
  const t = useTexts(printTexts);
  const [open, setOpen] = useState(false);
  if (!useCan()(RIGHTS.print)) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.print}</Button>
      {open && (
        <Suspense fallback={null}>
          <Dialog customer={customer} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
