import { lazy, Suspense, useEffect, useState } from "react";
import { whenStepUp } from "../../api/stepup";

const StepUpDialog = lazy(() => import("./security/StepUpDialog"));

/** Wherever the server wants to know again who sits here, the question is asked on top of the page. */
export function StepUpHost() {
  const [settle, setSettle] = useState<((proved: boolean) => void) | null>(null);
  useEffect(
    () => whenStepUp(() => new Promise<boolean>((resolve) => setSettle(() => resolve))),
    [],
  );
  if (!settle) return null;
  const done = (proved: boolean) => {
    setSettle(null);
    settle(proved);
  };
  return (
    <Suspense fallback={null}>
      <StepUpDialog onDone={done} />
    </Suspense>
  );
}
