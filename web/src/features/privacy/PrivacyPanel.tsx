import { App, Button, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { QueryState } from "../../ui/states";
import { type Consent, type Standing, useDeed, useStanding, withdrawConsent } from "./api";
import { locale } from "./locale";
import { VIEW } from "./rights";
import "./privacy.css";

const ConsentForm = lazy(async () => ({ default: (await import("./ConsentForm")).ConsentForm }));
const RequestForm = lazy(async () => ({ default: (await import("./RequestForm")).RequestForm }));
const EraseForm = lazy(async () => ({ default: (await import("./EraseForm")).EraseForm }));

const COLOURS: Record<string, string> = { stands: "success", ask_again: "warning" };

function Row({ row, customerId, may }: { row: Consent; customerId: string; may: boolean }) {
  const t = useTexts(locale);
  const zh = useLanguage() === "zh-CN";
  const { message } = App.useApp();
  const deed = useDeed(customerId);
  const take = () =>
    deed.mutate(withdrawConsent(customerId, row.id), {
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <li>
      <span title={row.evidence}>{zh ? row.purpose_zh : row.purpose_en}</span>
      {row.act !== "general" && (
        <span className="muted small">{t.acts[row.act as keyof typeof t.acts]}</span>
      )}
      <Tag color={COLOURS[row.state] ?? "default"}>
        {t.consentStates[row.state as keyof typeof t.consentStates]}
      </Tag>
      {may && row.state !== "withdrawn" && (
        <Button type="link" size="small" loading={deed.isPending} onClick={take}>
          {t.withdraw}
        </Button>
      )}
    </li>
  );
}

type Asking = "consent" | "request" | "erase";

function Deeds({ standing, ask }: { standing: Standing; ask: (what: Asking) => void }) {
  const t = useTexts(locale);
  return (
    <div className="privacy-deeds">
      {standing.may_record && (
        <Button size="small" onClick={() => ask("consent")}>
          {t.giveConsent}
        </Button>
      )}
      {standing.may_handle && (
        <Button size="small" onClick={() => ask("request")}>
          {t.takeDown}
        </Button>
      )}
      {standing.may_erase && !standing.erasure && (
        <Button size="small" danger onClick={() => ask("erase")}>
          {t.erase}
        </Button>
      )}
    </div>
  );
}

function Privacy({ customerId }: { customerId: string }) {
  const t = useTexts(locale);
  const found = useStanding(customerId);
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  return (
    <section className="section" aria-label={t.panel}>
      <h2>
        {t.panel} {found.data?.child && <Tag color="warning">{t.child}</Tag>}
      </h2>
      <QueryState query={found}>
        {(standing) => (
          <>
            {standing.consents.length === 0 && <p className="muted">{t.noConsents}</p>}
            <ul className="privacy-rows">
              {standing.consents.map((row) => (
                <Row key={row.id} row={row} customerId={customerId} may={standing.may_record} />
              ))}
            </ul>
            <ul className="privacy-rows">
              {standing.requests.map((row) => (
                <li key={row.id}>
                  <Link to="/privacy/requests">{t.kinds[row.kind as keyof typeof t.kinds]}</Link>
                  <span className="muted small">
                    {t.states[row.state as keyof typeof t.states]} · {t.due} {row.due_on}
                  </span>
                </li>
              ))}
            </ul>
            {standing.erasure && <p className="muted">{t.proposed}</p>}
            <Deeds standing={standing} ask={setAsking} />
            <Suspense fallback={null}>
              {asking === "consent" && (
                <ConsentForm customerId={customerId} child={standing.child} onClose={close} />
              )}
              {asking === "request" && <RequestForm customerId={customerId} onClose={close} />}
              {asking === "erase" && (
                <EraseForm customerId={customerId} against={standing.against} onClose={close} />
              )}
            </Suspense>
          </>
        )}
      </QueryState>
    </section>
  );
}

/** What a customer agreed to and asked for, beside its page. */
export function PrivacyPanel({ customerId }: { customerId: string }) {
  return useCan()(VIEW) ? <Privacy customerId={customerId} /> : null;
}
