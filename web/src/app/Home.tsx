import { lazy, Suspense } from "react";
import { Navigate } from "react-router";
import { RIGHTS } from "../api/rights";
import { useMe } from "../api/session";
import { useTexts } from "../lib/i18n";
import { EmptyState } from "../ui/states";
import { shell } from "./locale";
import { placesFor } from "./navigation";

const HomePage = lazy(async () => ({ default: (await import("./HomePage")).HomePage }));

/** The work list of whoever works with customers; others are led to the first place they may open. */
export function Home() {
  const t = useTexts(shell);
  const { rights } = useMe();
  if (rights.includes(RIGHTS.view)) {
    return (
      <Suspense fallback={null}>
        <HomePage />
      </Suspense>
    );
  }
  const first = placesFor(rights)[0];
  if (first) return <Navigate to={first.path} replace />;
  return <EmptyState title={t.noPages} hint={t.noPagesHint} />;
}
