import { Button, Collapse, Tag } from "antd";
import { useLanguage, useTexts } from "../../lib/i18n";
import type { Register } from "./api";
import { locale } from "./locale";

type Props = { register: Register; onPublish: () => void };

/** Every version of the notice, the newest first; published ones never change. */
export function Notices({ register, onPublish }: Props) {
  const t = useTexts(locale);
  const zh = useLanguage() === "zh-CN";
  return (
    <section className="privacy-section" aria-label={t.notices}>
      <h2>
        {t.notices}
        {register.editable && (
          <Button size="small" onClick={onPublish}>
            {t.publish}
          </Button>
        )}
      </h2>
      {register.notices.length === 0 && <p className="muted">{t.noNotices}</p>}
      <Collapse
        items={register.notices.map((row) => ({
          key: row.id,
          label: (
            <>
              {t.noticeNumber(row.number)} <span className="muted small">{row.valid_from}</span>{" "}
              {row.in_force && <Tag color="success">{t.inForce}</Tag>}
              {row.renew && <Tag>{t.renew}</Tag>}
            </>
          ),
          children: (
            <>
              <div className="privacy-text">{zh ? row.text_zh : row.text_en}</div>
              <div className="muted small" style={{ overflowWrap: "anywhere" }}>
                {t.digest} {row.digest}
              </div>
            </>
          ),
        }))}
      />
    </section>
  );
}
