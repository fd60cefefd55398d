import { Form, Input, Radio, Select } from "antd";
import { useTexts } from "../../../lib/i18n";
import { RegionSelect } from "../../../ui/RegionSelect";
import type { PoolSettings } from "../api";
import { DepartmentsItem, KindsItem, NumberItem, TagsItem } from "../choices";
import { PeopleSelect } from "../disputes/PeopleSelect";
import { FormDialog } from "../FormDialog";
import { type Assignment, useSaveAssignment } from "./api";
import { conditionsOf, type Which, whichOf } from "./conditions";
import { assigningTexts } from "./locale";
import { TerritoriesItem, type TerritoryValues } from "./TerritoriesItem";

type Values = Which & {
  name: string;
  way: Assignment["way"];
  user_ids: string[];
  department_ids: string[];
  territories?: TerritoryValues[];
  pool_id?: string | null;
  wait_days: number | null;
};
type Props = { rule: Assignment | null; pools: readonly PoolSettings[]; onClose: () => void };

const idsOf = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

function valuesOf(rule: Assignment | null): Partial<Values> {
  const { rest: _, ...which } = whichOf(rule?.conditions ?? []);
  const territories = (rule?.territories ?? []).map((each) => ({
    regions: idsOf(each.regions),
    user_ids: idsOf(each.users),
    department_ids: idsOf(each.departments),
  }));
  return {
    ...which,
    name: rule?.name ?? "",
    way: rule?.way ?? "round",
    user_ids: idsOf(rule?.users ?? []),
    department_ids: idsOf(rule?.departments ?? []),
    ...(territories.length > 0 ? { territories } : {}),
    pool_id: rule?.pool?.id ?? null,
    wait_days: rule?.wait_days ?? null,
  };
}

/** An assignment rule: new, or changed while it is not in force. */
export function AssignmentDialog({ rule, pools, onClose }: Props) {
  const t = useTexts(assigningTexts);
  const [form] = Form.useForm<Values>();
  const save = useSaveAssignment();
  const way = Form.useWatch("way", form) ?? rule?.way ?? "round";
  const { rest } = whichOf(rule?.conditions ?? []);
  const onSave = (values: Values) => {
    const { kinds, tags, region, source, territories = [], ...plain } = values;
    const body = {
      ...plain,
      pool_id: plain.pool_id ?? null,
      wait_days: plain.wait_days ?? null,
      conditions: conditionsOf(
        { kinds: kinds ?? [], tags: tags ?? [], region: region ?? "", source: source ?? "" },
        rest,
      ),
      territories:
        values.way === "territory"
          ? territories.map((each) => ({ ...each, regions: each.regions.map(Number) }))
          : [],
      was: rule && { id: rule.id, version: rule.version },
    };
    save.mutate(body, { onSuccess: onClose });
  };
  return (
    <FormDialog<Values>
      title={rule ? t.change : t.add}
      form={form}
      initial={valuesOf(rule)}
      saving={save}
      onSave={onSave}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t.name}
        rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <h3>{t.which}</h3>
      {rest.length > 0 && <p className="muted small">{t.otherConditions(rest.length)}</p>}
      <KindsItem name="kinds" label={t.kinds} />
      <TagsItem name="tags" label={t.tags} />
      <Form.Item name="region" label={t.region}>
        <RegionSelect />
      </Form.Item>
      <Form.Item name="source" label={t.source} extra={t.sourceHint}>
        <Input maxLength={60} />
      </Form.Item>
      <h3>{t.to}</h3>
      <Form.Item name="way" label={t.way} extra={t.wayHints[way]} required>
        <Radio.Group options={Object.entries(t.ways).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      {way === "territory" && <TerritoriesItem was={rule?.territories ?? []} />}
      <Form.Item name="user_ids" label={t.people}>
        <PeopleSelect id="user_ids" known={rule?.users ?? []} />
      </Form.Item>
      <DepartmentsItem name="department_ids" label={t.departments} placeholder="–" />
      <Form.Item name="pool_id" label={t.pool}>
        <Select
          allowClear
          placeholder={t.nobody}
          options={pools.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <NumberItem name="wait_days" label={t.wait} hint={t.waitHint} />
    </FormDialog>
  );
}
