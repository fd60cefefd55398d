import { useTexts } from "../../../lib/i18n";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { useContactPlan } from "./api";
import { ContactPlanForm } from "./ContactPlanForm";
import { contactTexts } from "./locale";

/** Customers of which level are to be contacted how often. */
export function ContactPlanPage() {
  const t = useTexts(locale);
  const c = useTexts(contactTexts);
  const plan = useContactPlan();
  return (
    <>
      <SectionHead title={t.pages.contact} hint={c.hint} />
      <QueryState query={plan}>
        {(data) => <ContactPlanForm key={data.version} plan={data} />}
      </QueryState>
    </>
  );
}
