import { useState } from "react";
import { useNavigate } from "react-router";
import { useTexts } from "../../lib/i18n";
import { type KeyBinding, useKeys } from "../../lib/keyboard";
import { qualityTexts } from "./locale";
import type { Row } from "./types";

/** Where a row leads: to the first thing that is to be mended there. */
export function rowAddress(row: Row): string {
  const first = row.findings[0];
  return `/customers/${row.id}${first ? `?field=${encodeURIComponent(first.code)}` : ""}`;
}

/** j, k and ↵ through a list of customers, and what else the list can do with the one that is marked. */
export function useRowKeys(
  rows: readonly Row[],
  more: readonly (Omit<KeyBinding, "group" | "run"> & { run: (row: Row) => void })[] = [],
) {
  const t = useTexts(qualityTexts);
  const navigate = useNavigate();
  const [wanted, setActive] = useState(-1);
  // A list may have become shorter under the mark.
  const active = Math.min(wanted, rows.length - 1);
  const group = t.keysGroup;
  const row = rows[active];
  const step = (by: number) => () => setActive(Math.min(Math.max(active + by, 0), rows.length - 1));
  useKeys([
    { keys: "j", label: t.next, group, run: step(1) },
    { keys: "k", label: t.previous, group, run: step(-1) },
    { keys: "Enter", label: t.open, group, run: () => row && navigate(rowAddress(row)) },
    ...more.map((each) => ({ ...each, group, run: () => row && each.run(row) })),
  ]);
  return { active, setActive };
}
