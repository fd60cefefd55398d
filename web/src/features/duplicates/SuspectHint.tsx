import { Link } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { useSuspicions } from "./api";
import { locale } from "./locale";

/** On a customer's page: how many records are suspected to be the same, and the way to them. */
export function SuspectHint({ customerId }: { customerId: string }) {
  const t = useTexts(locale);
  const found = useSuspicions(customerId, useCan()(RIGHTS.review));
  const [first] = found.data ?? [];
  if (!first) return null;
  return (
    <Link className="suspect-hint" title={t.hintTitle} to={`/quality/duplicates?group=${first.id}`}>
      {t.hint(first.size)}
    </Link>
  );
}
