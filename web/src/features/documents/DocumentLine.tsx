import {
  FileImageOutlined,
  FilePdfOutlined,
  FileTextOutlined,
  LockOutlined,
} from "@ant-design/icons";
import { Tag } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n";
import { common } from "../../ui/locale";
import { RelativeTime } from "../../ui/RelativeTime";
import { documentTexts } from "./locale";
import { type Doc, type DocType, isOver, type Retention, sizeText } from "./types";

const IMAGES = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "heic"];

function Icon({ document }: { document: Doc }) {
  if (document.title === null) return <LockOutlined aria-hidden />;
  if (document.ending === "pdf") return <FilePdfOutlined aria-hidden />;
  return IMAGES.includes(document.ending) ? (
    <FileImageOutlined aria-hidden />
  ) : (
    <FileTextOutlined aria-hidden />
  );
}

type Props = { document: Doc; about?: ReactNode; snippet?: string | null; onOpen: () => void };

/** A document as a line of a list: what it is, and a way in. */
export function DocumentLine({ document, about, snippet, onOpen }: Props) {
  const t = useTexts(documentTexts);
  const c = useTexts(common);
  const facts = [
    sizeText(document.size),
    ...(document.pages ? [t.pages(document.pages)] : []),
    ...(document.number > 1 ? [t.version(document.number)] : []),
    t.keptFor(t.retentions[document.retention as Retention]),
    ...(document.scan === "unscanned" ? [c.scans.unscanned] : []),
  ];
  return (
    <li className="document-line">
      <span className="document-icon">
        <Icon document={document} />
      </span>
      <div className="document-body">
        {document.title === null ? (
          <span className="muted">{t.closed}</span>
        ) : (
          <button
            type="button"
            className="document-title"
            aria-label={t.open(document.title)}
            onClick={onOpen}
          >
            {document.title}
          </button>
        )}
        {about && <div>{about}</div>}
        {snippet && <div className="document-snippet">{snippet}</div>}
        <div className="muted small document-facts">
          <Tag variant="filled">{t.types[document.type as DocType]}</Tag>
          {document.damaged && (
            <Tag variant="filled" color="red">
              {t.damaged}
            </Tag>
          )}
          {isOver(document.kept_until) && (
            <Tag variant="filled" color="orange">
              {t.over}
            </Tag>
          )}
          {document.sensitivity === "most" && (
            <Tag variant="filled" color="red">
              {t.sensitivities.most}
            </Tag>
          )}
          <span>
            {facts.join(" · ")} · {document.by?.name ?? t.someone} ·{" "}
            <RelativeTime at={document.at} />
          </span>
        </div>
      </div>
    </li>
  );
}
