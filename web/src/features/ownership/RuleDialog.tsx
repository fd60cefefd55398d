import { Form, Input, Radio, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { type PoolSettings, type Rule, type RuleDraft, useSaveRule } from "./api";
import { DepartmentsItem, KindsItem, NumberItem, TagsItem } from "./choices";
import { FormDialog } from "./FormDialog";
import { ownershipTexts } from "./locale";

type Props = { rule: Rule | null; pools: readonly PoolSettings[]; onClose: () => void };

/** A recycling rule: new, or changed while it is not in force. */
export function RuleDialog({ rule, pools, onClose }: Props) {
  const t = useTexts(ownershipTexts);
  const [form] = Form.useForm<RuleDraft>();
  const save = useSaveRule();
  return (
    <FormDialog<RuleDraft>
      title={rule ? t.changeRule : t.addRule}
      form={form}
      initial={{
        name: rule?.name ?? "",
        pool_id: rule?.pool.id ?? pools[0]?.id,
        misses: rule?.misses ?? "contact",
        days: rule?.days ?? 30,
        remind_days: rule?.remind_days ?? 3,
        department_ids: (rule?.departments ?? []).map((one) => one.id),
        kinds: (rule?.kinds ?? []) as RuleDraft["kinds"],
        spared_tag_ids: (rule?.spared_tags ?? []).map((one) => one.id),
      }}
      saving={save}
      onSave={(values) =>
        save.mutate(
          {
            ...values,
            remind_days: values.remind_days ?? 0,
            was: rule && { id: rule.id, version: rule.version },
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t.nameLabel}
        rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="misses" label={t.condition}>
        <Radio.Group
          options={Object.entries(t.misses).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <NumberItem name="days" label={t.idleDays} missing={t.idleMissing} least={1} />
      <Form.Item name="pool_id" label={t.into} rules={[{ required: true, message: t.poolMissing }]}>
        <Select options={pools.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <NumberItem name="remind_days" label={t.remind} />
      <DepartmentsItem name="department_ids" label={t.ruleDepartments} />
      <KindsItem name="kinds" label={t.ruleKinds} />
      <TagsItem name="spared_tag_ids" label={t.spared} placeholder={t.none} />
    </FormDialog>
  );
}
