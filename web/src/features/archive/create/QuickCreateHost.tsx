import { lazy, Suspense } from "react";
import { useStore } from "../../../lib/store";
import { quickCreate } from "./open";

const QuickCreate = lazy(async () => ({ default: (await import("./QuickCreate")).QuickCreate }));

/** Stands once in the shell; `openQuickCreate` opens it from anywhere. */
export function QuickCreateHost() {
  const draft = useStore(quickCreate);
  if (!draft) return null;
  return (
    <Suspense fallback={null}>
      <QuickCreate draft={draft} />
    </Suspense>
  );
}
