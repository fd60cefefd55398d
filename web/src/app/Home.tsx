import { lazy, Suspense } from "react";
import { Navigate } from "react-router";
import { RIGHTS } from "../api/rights";
import { useMe } from "../api/session";
import { useTexts } from "../lib/i18n";
import { EmptyState } from "../ui/states";
import { shell } from "./locale";
import { entrance, placesFor } from "./navigation";

const HomePage = lazy(async () => ({ default: (await import("./HomePage")).HomePage }));

// Who runs the organisation or the system has more to do under Settings than where they look things up.
const RUNS: readonly string[] = [RIGHTS.people, RIGHTS.fields];

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
  const places = placesFor(rights);
  const runs = RUNS.some((right) => rights.includes(right));
  const first = (runs && places.find(({ path }) => path === "/settings")) || places[0];
  if (first) return <Navigate to={entrance(first)} replace />;
  return <EmptyState title={t.noPages} hint={t.noPagesHint} />;
}
