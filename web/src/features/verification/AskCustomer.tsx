import { Alert, Button, Flex, Form, Input, Segmented } from "antd";
import { useState } from "react";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { useVerify, type Whose } from "./api";
import { locale } from "./locale";
import type { Sending, Standing } from "./types";

type Props = { whose: Whose; standing: Standing; onChanged: () => void };

/** A code the customer tells us, or a link they open themselves. */
export function AskCustomer({ whose, standing, onChanged }: Props) {
  const t = useTexts(locale);
  const [language, setLanguage] = useState<Sending["language"]>("zh-CN");
  const verify = useVerify(whose, standing.point_id, onChanged);
  const languages = (["zh-CN", "en"] as const).map((value) => ({
    value,
    label: t.languages[value],
  }));
  const { open, channel_ready, channel } = standing;
  const send = (method: Sending["method"]) => verify.mutate({ send: { method, language } });
  const sendsNow = (method: Sending["method"]) =>
    verify.isPending && "send" in verify.variables && verify.variables.send.method === method;
  if (!channel_ready) {
    const text = channel === "mail" ? t.mailNotReady : t.smsNotReady;
    return <Alert type="info" showIcon title={text} />;
  }
  return (
    <section aria-label={t.askCustomer}>
      <h3 className="verify-title">{t.askCustomer}</h3>
      {open && <Waiting {...{ whose, standing, onChanged }} />}
      <Flex gap={8} align="center" wrap className="verify-row">
        <span className="muted">{t.messageLanguage}</span>
        <Segmented
          size="small"
          aria-label={t.messageLanguage}
          options={languages}
          value={language}
          onChange={(value) => setLanguage(value as Sending["language"])}
        />
      </Flex>
      <div className="verify-ways">
        <div>
          <Button
            type={open ? "default" : "primary"}
            loading={sendsNow("code")}
            onClick={() => send("code")}
          >
            {t.sendCode}
          </Button>
          <p className="muted small">{t.codeHint}</p>
        </div>
        <div>
          <Button loading={sendsNow("link")} onClick={() => send("link")}>
            {t.sendLink}
          </Button>
          <p className="muted small">{t.linkHint}</p>
        </div>
      </div>
      {verify.error && <Alert type="error" showIcon title={errorText(verify.error)} />}
    </section>
  );
}

/** What was sent, and the place for the code. */
function Waiting({ whose, standing, onChanged }: Props) {
  const t = useTexts(locale);
  const can = useCan();
  const verify = useVerify(whose, standing.point_id, onChanged);
  const { open } = standing;
  if (!open) return null;
  const until = exactTime(open.expires_at).slice(5, 16);
  const clock = exactTime(open.expires_at).slice(11, 16);
  const text = open.method === "code" ? t.codeSent(open.tries_left, clock) : t.linkSent(until);
  return (
    <div className="verify-row">
      <Alert type="info" showIcon title={open.message === "queued" ? t.sending : text} />
      {open.method === "code" && can(RIGHTS.verifyConfirm) && (
        <Form
          layout="inline"
          className="verify-code"
          requiredMark={false}
          onFinish={({ code }: { code: string }) => verify.mutate({ confirm: code })}
        >
          <Form.Item
            name="code"
            label={t.code}
            rules={[{ required: true, whitespace: true, message: t.codeMissing }]}
          >
            <Input
              autoFocus
              inputMode="numeric"
              autoComplete="off"
              maxLength={10}
              className="num-text"
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={verify.isPending}>
            {t.enter}
          </Button>
        </Form>
      )}
      {verify.error && <Alert type="error" showIcon title={errorText(verify.error)} />}
    </div>
  );
}
