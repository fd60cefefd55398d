import { Alert, App, Button, Flex } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { PageHeader } from "../../../ui/PageHeader";
import { QueryState } from "../../../ui/states";
import { useEndOtherSessions } from "../api";
import { Sessions } from "../Sessions";
import { type Factors, useFactors, useRenewCodes } from "./api";
import { CodesShown } from "./CodesShown";
import { security } from "./locale";
import { PasskeySection } from "./PasskeySection";
import { TotpSection } from "./TotpSection";
import "../accounts.css";

function CodesSection({ factors, onCodes }: { factors: Factors; onCodes: (c: string[]) => void }) {
  const t = useTexts(security);
  const { message, modal } = App.useApp();
  const renew = useRenewCodes();
  const any = factors.totp_since !== null || factors.passkeys.length > 0;
  const ask = () =>
    modal.confirm({
      title: t.renewCodesSure,
      okText: t.renewCodes,
      onOk: () =>
        renew
          .mutateAsync(undefined)
          .then(({ recovery_codes }) => onCodes(recovery_codes))
          .catch((error) => message.error(errorText(error))),
    });
  return (
    <section className="section" aria-labelledby="codes-title">
      <h2 id="codes-title">{t.codesTitle}</h2>
      <p className="muted">{t.codesHint}</p>
      <Flex gap={8} align="center" wrap>
        <span>{any ? t.codesLeft(factors.recovery_left) : t.codesNone}</span>
        {any && <Button onClick={ask}>{t.renewCodes}</Button>}
      </Flex>
    </section>
  );
}

function Devices() {
  const t = useTexts(security);
  const { message } = App.useApp();
  const end = useEndOtherSessions();
  const all = () =>
    end.mutate(undefined, {
      onSuccess: ({ ended }) => message.success(t.othersEnded(ended)),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <section className="section" aria-labelledby="devices-title">
      <h2 id="devices-title">{t.sessionsTitle}</h2>
      <Sessions />
      <Button loading={end.isPending} onClick={all}>
        {t.signOutOthers}
      </Button>
    </section>
  );
}

/** Account › Security: what proves that it is me, and where I am signed in. */
export function SecurityPage() {
  const t = useTexts(security);
  const factors = useFactors();
  const [codes, setCodes] = useState<string[]>([]);
  return (
    <div className="page-narrow account">
      <PageHeader title={t.title} />
      <p>
        <Link to="/account">← {t.back}</Link>
      </p>
      <QueryState query={factors}>
        {(data) => (
          <>
            {data.required && <Alert type="info" showIcon title={t.required} />}
            <TotpSection factors={data} onCodes={setCodes} />
            <PasskeySection factors={data} onCodes={setCodes} />
            <CodesSection factors={data} onCodes={setCodes} />
          </>
        )}
      </QueryState>
      <Devices />
      {codes.length > 0 && <CodesShown codes={codes} onKept={() => setCodes([])} />}
    </div>
  );
}
