import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Select } from "antd";
import { useDepartments } from "../../../api/directory";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { PROVINCES } from "../../../ui/regions";
import { PeopleSelect } from "../disputes/PeopleSelect";
import type { Assignment } from "./api";
import { assigningTexts } from "./locale";

export type TerritoryValues = { regions: string[]; user_ids: string[]; department_ids: string[] };
const EMPTY: TerritoryValues = { regions: [], user_ids: [], department_ids: [] };
type Props = { was: Assignment["territories"] };

/** The territories of a rule: regions, and whose they are. */
export function TerritoriesItem({ was }: Props) {
  const t = useTexts(assigningTexts);
  const english = useLanguage() === "en";
  const departments = useDepartments();
  // A region within a province may have been set over the interface for programs.
  const within = was
    .flatMap((each) => each.regions)
    .filter((region) => !PROVINCES.some(([code]) => code === region.id));
  const regions = [
    ...PROVINCES.map(([code, zh, en]) => ({ value: code, label: english ? en : zh })),
    ...within.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Form.List name="territories" {...(was.length === 0 ? { initialValue: [EMPTY] } : {})}>
      {(fields, { add, remove }) => (
        <>
          {fields.map((field, number) => (
            <fieldset key={field.key} className="territory">
              <legend>{t.territory(number + 1)}</legend>
              <Form.Item
                name={[field.name, "regions"]}
                label={t.regions}
                rules={[{ required: true, message: t.regionsMissing }]}
              >
                <Select mode="multiple" optionFilterProp="label" options={regions} />
              </Form.Item>
              <Form.Item name={[field.name, "user_ids"]} label={t.people}>
                <PeopleSelect
                  id={`territories_${field.name}_user_ids`}
                  known={was.flatMap((each) => each.users)}
                />
              </Form.Item>
              <Form.Item name={[field.name, "department_ids"]} label={t.departments}>
                <Select
                  mode="multiple"
                  optionFilterProp="label"
                  options={(departments.data ?? []).map(({ id, name }) => ({
                    value: id,
                    label: name,
                  }))}
                />
              </Form.Item>
              {fields.length > 1 && (
                <Button size="small" onClick={() => remove(field.name)}>
                  {t.removeTerritory}
                </Button>
              )}
            </fieldset>
          ))}
          <Form.Item>
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => add(EMPTY)}>
              {t.addTerritory}
            </Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  );
}
