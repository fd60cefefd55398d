import { Alert, Button, Result, Skeleton } from "antd";
import { useEffect } from "react";
import { useLocation } from "react-router";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { useAsked, useConfirmLink } from "./api";
import { locale } from "./locale";
import "./verification.css";

/** What a customer sees who opens the link: who asks, about what kind of thing, and one button. */
export function ConfirmPage() {
  const t = useTexts(locale);
  const token = useLocation().hash.slice(1);
  useEffect(() => {
    document.title = t.confirmTitle;
  }, [t]);
  return (
    <main className="confirm-page">
      <section className="confirm-card" aria-labelledby="confirm-title">
        <h1 id="confirm-title">{t.confirmTitle}</h1>
        {token ? (
          <Question key={token} token={token} />
        ) : (
          <Alert type="warning" showIcon title={t.noToken} />
        )}
      </section>
    </main>
  );
}

function Question({ token }: { token: string }) {
  const t = useTexts(locale);
  const asked = useAsked(token);
  const confirm = useConfirmLink(token);
  if (confirm.isSuccess) {
    return <Result status="success" title={t.confirmed} subTitle={t.confirmedHint} />;
  }
  const failed = confirm.error ?? asked.error;
  if (failed) return <Alert type="warning" showIcon title={errorText(failed)} />;
  if (!asked.data) return <Skeleton active />;
  const kind = t.publicKinds[asked.data.kind as keyof typeof t.publicKinds] ?? "";
  return (
    <>
      <p>{t.confirmAsk(asked.data.organisation, kind)}</p>
      <p className="muted">{t.confirmHint}</p>
      <Button
        type="primary"
        size="large"
        block
        loading={confirm.isPending}
        onClick={() => confirm.mutate()}
      >
        {t.confirmButton}
      </Button>
    </>
  );
}
