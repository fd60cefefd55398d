import { Alert, Button, Collapse } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type Consent, type Page, useStep } from "./api";
import { locale } from "./customer/locale";

/** One press gives, one press withdraws. */
function Row({ row, page }: { row: Consent; page: Page }) {
  const t = useTexts(locale);
  const step = useStep();
  const act = t.acts[row.act as keyof typeof t.acts];
  const name = act ? `${row.purpose} · ${act}` : row.purpose;
  const notice = page.notice?.number ?? 0;
  const press = () =>
    step.mutate(row.id ? { withdraw: row.id } : { consent: row.purpose_id, notice });
  return (
    <div className="self-field">
      <div className="self-what">
        <div>{name}</div>
        <div className="muted small">{row.id ? t.agreed : t.notAgreed}</div>
        {step.isError && <Alert type="warning" title={errorText(step.error)} />}
      </div>
      {(row.id || (page.notice && !page.child)) && (
        <Button
          onClick={press}
          loading={step.isPending}
          aria-label={`${row.id ? t.withdraw : t.agree}: ${name}`}
        >
          {row.id ? t.withdraw : t.agree}
        </Button>
      )}
    </div>
  );
}

/** What the customer agreed to, and what else is asked. */
export function OwnConsents({ page }: { page: Page }) {
  const t = useTexts(locale);
  if (page.consents.length === 0) return null;
  return (
    <section className="self-card">
      <h2>{t.consents}</h2>
      <p className="muted small">{page.child ? t.child : t.consentsHint}</p>
      {page.notice && (
        <Collapse
          size="small"
          items={[
            {
              key: "notice",
              label: t.notice,
              children: <div className="self-notice">{page.notice.text}</div>,
            },
          ]}
        />
      )}
      {page.consents.map((row) => (
        <Row key={`${row.purpose_id} ${row.act} ${row.id}`} row={row} page={page} />
      ))}
    </section>
  );
}
