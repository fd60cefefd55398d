import { Button, Typography } from "antd";
import { type ReactNode, useEffect } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { setPreferences } from "../../lib/preferences";
import { locale } from "./locale";
import "./accounts.css";

/** The frame of pages before sign-in, with the switch of language. */
export function PublicFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = useTexts(locale);
  const english = useLanguage() === "en";
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title, t]);
  return (
    <main className="public">
      <div className="public-brand">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={40} height={40} />
        <div>
          <div className="public-name">{t.product}</div>
          <div className="muted">{t.slogan}</div>
        </div>
      </div>
      <section className="public-card" aria-labelledby="public-title">
        <Typography.Title level={1} id="public-title" className="page-title">
          {title}
        </Typography.Title>
        {children}
      </section>
      <Button
        type="link"
        lang={english ? "zh-CN" : "en"}
        onClick={() => setPreferences({ language: english ? "zh-CN" : "en" })}
      >
        {english ? "中文" : "English"}
      </Button>
    </main>
  );
}
