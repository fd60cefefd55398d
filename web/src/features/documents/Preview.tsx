import { useTexts } from "../../lib/i18n";
import { previewPath } from "./api";
import { documentTexts } from "./locale";
import type { DocVersion } from "./types";

type Props = { id: string; version: DocVersion };

/** An image or a PDF, from a route that lets it do nothing else. */
export function Preview({ id, version }: Props) {
  const t = useTexts(documentTexts);
  if (!version.shown) return <p className="muted document-unseen">{t.noPreview}</p>;
  const name = t.preview(version.name ?? "");
  const path = previewPath(id, version.number);
  return version.ending === "pdf" ? (
    <iframe className="document-paper" title={name} src={`${path}#navpanes=0`} />
  ) : (
    <img className="document-image" alt={name} src={path} />
  );
}
