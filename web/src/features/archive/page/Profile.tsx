import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useFields } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { archiveKeys } from "../api";
import type { CustomerDetail, Section } from "../types";
import { useChangeValues } from "./api";
import { FieldRow, type SaveValue } from "./FieldRow";
import { pageTexts } from "./locale";

type Props = {
  customer: CustomerDetail;
  locked: boolean;
  showEmpty: boolean;
  onShowEmpty: (show: boolean) => void;
};

const isEmpty = (value: string | string[] | null) => value === null || value.length === 0;

/** Fields without value are folded away until somebody wants to fill them. */
function visible(sections: Section[], showEmpty: boolean): Section[] {
  return sections
    .map((section) => ({
      ...section,
      fields: section.fields.filter((field) =>
        isEmpty(field.value) ? showEmpty && field.editable : true,
      ),
    }))
    .filter((section) => section.fields.length > 0);
}

export function Profile({ customer, locked, showEmpty, onShowEmpty }: Props) {
  const t = useTexts(pageTexts);
  const queries = useQueryClient();
  const { data: register } = useFields();
  const change = useChangeValues(customer.id);
  const byCode = new Map(register?.fields.map((field) => [field.code, field]));
  const save: SaveValue = (code, value) =>
    change.mutateAsync({ version: customer.version, values: { [code]: value } });
  const onStale = () =>
    void queries.invalidateQueries({ queryKey: archiveKeys.page(customer.id), exact: true });
  const fillable = customer.sections
    .flatMap((section) => section.fields)
    .filter((field) => isEmpty(field.value) && field.editable).length;
  return (
    <>
      {visible(customer.sections, showEmpty && !locked).map((section) => (
        <section key={section.group} className="section">
          <h2>{section.label}</h2>
          <dl className="fields">
            {section.fields.map((shown) => (
              <FieldRow
                key={shown.code}
                shown={shown}
                field={byCode.get(shown.code)}
                {...{ locked, onStale }}
                onSave={save}
              />
            ))}
          </dl>
        </section>
      ))}
      {customer.extras.length > 0 && (
        <section className="section">
          <h2>{t.extras}</h2>
          <dl className="fields">
            {customer.extras.map((extra) => (
              <FieldRow
                key={extra.code}
                shown={{ ...extra, type: "text", editable: false }}
                field={undefined}
                {...{ locked, onStale }}
                onSave={save}
              />
            ))}
          </dl>
        </section>
      )}
      {fillable > 0 && !locked && (
        <Button type="link" className="flush" onClick={() => onShowEmpty(!showEmpty)}>
          {showEmpty ? t.hideEmpty : t.showEmpty(fillable)}
        </Button>
      )}
    </>
  );
}
