import { useTexts } from "../lib/i18n";
import { common } from "./locale";

export type Scan = "clean" | "unscanned";
export type Scanning = "off" | "refuse" | "keep";

/** Beside a file that no virus scanner looked at; of a clean one there is nothing to say. */
export function Unscanned({ scan }: { scan: Scan }) {
  const t = useTexts(common);
  return scan === "unscanned" ? (
    <span className="muted small scan">{t.scans.unscanned}</span>
  ) : null;
}

/** Where files are dropped: what becomes of them at the virus scanner. */
export function ScanHint({ scanning }: { scanning: Scanning | undefined }) {
  const t = useTexts(common);
  return scanning ? <p className="muted small">{t.scanning[scanning]}</p> : null;
}
