import { lazy, Suspense } from "react";
import { Outlet } from "react-router";
import {
  FactSlot,
  type FactSlotProps,
  PointSlot,
  type PointSlotProps,
} from "../features/archive/page/slots";

const Mark = lazy(async () => ({
  default: (await import("../features/verification/PointMark")).PointMark,
}));

function PointMark(props: PointSlotProps) {
  return (
    <Suspense fallback={null}>
      <Mark {...props} />
    </Suspense>
  );
}

const Hint = lazy(async () => ({
  default: (await import("../features/duplicates/SuspectHint")).SuspectHint,
}));

function SuspectHint(props: FactSlotProps) {
  return (
    <Suspense fallback={null}>
      <Hint {...props} />
    </Suspense>
  );
}

/** What one feature shows on the pages of another. */
export function CustomerSlots() {
  return (
    <PointSlot value={PointMark}>
      <FactSlot value={SuspectHint}>
        <Outlet />
      </FactSlot>
    </PointSlot>
  );
}
