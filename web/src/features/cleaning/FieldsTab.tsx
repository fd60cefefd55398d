import { LeftOutlined } from "@ant-design/icons";
import { Link, useSearchParams } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { formatNumber } from "../../lib/numbers";
import { EmptyState, QueryState } from "../../ui/states";
import { useCleanFields } from "./api";
import { FieldList, fieldAddress } from "./FieldList";
import { FieldPane } from "./FieldPane";
import { locale } from "./locale";
import type { CleanField } from "./types";
import { useLookAll } from "./useLookAll";

/** The fields on the left and the chosen one beside them; on a phone one after the other. */
export function FieldsTab() {
  const t = useTexts(locale);
  const fields = useCleanFields();
  return (
    <QueryState query={fields}>
      {(data) =>
        data.fields.length === 0 ? (
          <EmptyState title={t.noFields} hint={t.noFieldsHint} />
        ) : (
          <Both fields={data.fields} />
        )
      }
    </QueryState>
  );
}

/** Nothing is chosen: where there is something to do. */
function Start({ fields }: { fields: CleanField[] }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const waiting = fields.filter(
    ({ profile }) => profile && profile.suggestions > 0 && !profile.outdated,
  );
  return (
    <section className="clean-pane">
      <EmptyState title={t.chooseTitle} hint={t.chooseHint} />
      {waiting.length > 0 && (
        <div className="clean-waiting">
          <h2>{t.withSuggestions}</h2>
          <ul>
            {waiting.map((field) => (
              <li key={field.code}>
                <Link to={fieldAddress(field)}>{field.label}</Link>{" "}
                <span className="muted">
                  {t.suggestionsCount(formatNumber(field.profile?.suggestions ?? 0, language))}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Both({ fields }: { fields: CleanField[] }) {
  const t = useTexts(locale);
  const phone = usePhone();
  const lookAll = useLookAll();
  const [search] = useSearchParams();
  const code = search.get("field");
  const chosen = fields.find((field) => field.code === code);
  if (phone && chosen) {
    return (
      <>
        <Link to="?" className="clean-back">
          <LeftOutlined aria-hidden /> {t.allFields}
        </Link>
        <FieldPane key={chosen.code} field={chosen} />
      </>
    );
  }
  return (
    <div className="clean">
      <FieldList fields={fields} chosen={chosen} lookAll={lookAll} />
      {!phone &&
        (chosen ? <FieldPane key={chosen.code} field={chosen} /> : <Start fields={fields} />)}
    </div>
  );
}
