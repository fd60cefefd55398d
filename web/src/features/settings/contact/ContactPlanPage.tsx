import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { useContactPlan, useEscalation } from "./api";
import { ContactPlanForm } from "./ContactPlanForm";
import { EscalationForm } from "./EscalationForm";
import { contactTexts } from "./locale";

/** Customers of which level are to be contacted how often, and when leads hear of what is overdue. */
export function ContactPlanPage() {
  const t = useTexts(locale);
  const c = useTexts(contactTexts);
  const plan = useContactPlan();
  const escalation = useEscalation();
  return (
    <>
      <SectionHead title={t.pages.contact} hint={c.hint} />
      <QueryState query={plan}>
        {(data) => <ContactPlanForm key={data.version} plan={data} />}
      </QueryState>
      <div className="settings-next">
        <SectionHead title={c.overdue} hint={c.overdueHint} />
        <QueryState query={escalation}>
          {(data) => <EscalationForm key={data.version} escalation={data} />}
        </QueryState>
      </div>
    </>
  );
}
