import { Alert, Button, Form, Input, Result, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { setPreferences } from "../../lib/preferences";
import { errorText } from "../../ui/errorText";
import { useDoor, useLeave, usePage } from "./api";
import { locale } from "./customer/locale";
import { OwnRecord } from "./OwnRecord";
import "./portal.css";

/** What an invited customer sees: the door, and behind it the own record. */
export function SelfServicePage() {
  const t = useTexts(locale);
  const english = useLanguage() === "en";
  const other = english ? "zh" : "en";
  const token = useLocation().hash.slice(1);
  useEffect(() => {
    document.title = t.title;
  }, [t]);
  return (
    <main className="self-page">
      <header className="self-head">
        <h1>{t.title}</h1>
        <Button
          type="text"
          size="small"
          lang={other}
          onClick={() => setPreferences({ language: english ? "zh-CN" : "en" })}
        >
          {new Intl.DisplayNames([other], { type: "language" }).of(other)}
        </Button>
      </header>
      <Inside key={token} token={token} />
    </main>
  );
}

/** A reload within the session goes on where it was, as the link itself opens only once. */
function Inside({ token }: { token: string }) {
  const t = useTexts(locale);
  const [left, setLeft] = useState(false);
  const page = usePage(!left);
  const leave = useLeave();
  if (left) return <Result status="success" title={t.left} subTitle={t.leftHint} />;
  if (page.isPending) return <Skeleton active />;
  if (page.data) {
    const go = () => leave.mutate(undefined, { onSettled: () => setLeft(true) });
    return <OwnRecord page={page.data} onLeave={go} leaving={leave.isPending} />;
  }
  if (!token) return <Alert type="warning" showIcon title={t.noToken} />;
  return <Door token={token} onInside={() => void page.refetch()} />;
}

function Door({ token, onInside }: { token: string; onInside: () => void }) {
  const t = useTexts(locale);
  const door = useDoor(token);
  const [spoken, setSpoken] = useState<boolean>();
  const knock = (code: string) =>
    door.mutate(code, {
      onSuccess: (answer) => {
        if (answer.inside) return onInside();
        setSpoken(answer.spoken);
      },
    });
  const failed = door.isError && (
    <Alert type="warning" showIcon title={errorText(door.error)} className="self-said" />
  );
  if (spoken === undefined) {
    return (
      <section className="self-card">
        {failed}
        <p>{t.welcome}</p>
        <Button
          type="primary"
          size="large"
          block
          loading={door.isPending}
          onClick={() => knock("")}
        >
          {t.start}
        </Button>
      </section>
    );
  }
  return (
    <section className="self-card">
      {failed}
      <p>{spoken ? t.spokenHint : t.sentHint}</p>
      <Form<{ code: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ code }) => knock(code ?? "")}
      >
        <Form.Item name="code" label={t.code}>
          <Input
            size="large"
            className="self-code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            autoFocus
          />
        </Form.Item>
        <Button type="primary" size="large" block htmlType="submit" loading={door.isPending}>
          {t.enter}
        </Button>
      </Form>
      {!spoken && (
        <Button type="link" block onClick={() => knock("")} disabled={door.isPending}>
          {t.again}
        </Button>
      )}
    </section>
  );
}
