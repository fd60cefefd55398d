import { Navigate } from "react-router";
import { useMe } from "../api/session";
import { useTexts } from "../lib/i18n";
import { EmptyState } from "../ui/states";
import { shell } from "./locale";
import { placesFor } from "./navigation";

/** Leads to the first place this person may open. */
export function Home() {
  const t = useTexts(shell);
  const first = placesFor(useMe().rights)[0];
  if (first) return <Navigate to={first.path} replace />;
  return <EmptyState title={t.noPages} hint={t.noPagesHint} />;
}
