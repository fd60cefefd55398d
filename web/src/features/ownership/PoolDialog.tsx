import { Form, Input } from "antd";
import { useTexts } from "../../lib/i18n";
import { type PoolDraft, type PoolSettings, useSavePool } from "./api";
import { DepartmentsItem, KindsItem, NumberItem, TagsItem } from "./choices";
import { FormDialog } from "./FormDialog";
import { ownershipTexts } from "./locale";

const idsOf = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

function draftOf(pool: PoolSettings | null): PoolDraft {
  return {
    name: pool?.name ?? "",
    department_ids: idsOf(pool?.departments ?? []),
    from_department_ids: idsOf(pool?.from_departments ?? []),
    kinds: (pool?.kinds ?? []) as PoolDraft["kinds"],
    tag_ids: idsOf(pool?.tags ?? []),
    per_day: pool?.per_day ?? null,
    per_week: pool?.per_week ?? null,
    cooling_days: pool ? pool.cooling_days : 7,
    protection_days: pool ? pool.protection_days : 15,
  };
}

/** A pool: new, or changed. */
export function PoolDialog({ pool, onClose }: { pool: PoolSettings | null; onClose: () => void }) {
  const t = useTexts(ownershipTexts);
  const [form] = Form.useForm<PoolDraft>();
  const save = useSavePool();
  const was = pool && { id: pool.id, version: pool.version };
  return (
    <FormDialog<PoolDraft>
      title={pool ? t.changePool : t.addPool}
      form={form}
      initial={draftOf(pool)}
      saving={save}
      onSave={(values) =>
        save.mutate(
          {
            ...values,
            cooling_days: values.cooling_days ?? 0,
            protection_days: values.protection_days ?? 0,
            was,
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
      <DepartmentsItem
        name="department_ids"
        label={t.departments}
        hint={t.departmentsHint}
        placeholder={t.everybody}
      />
      <NumberItem name="per_day" label={t.perDay} placeholder={t.unlimited} least={1} />
      <NumberItem name="per_week" label={t.perWeek} placeholder={t.unlimited} least={1} />
      <NumberItem name="cooling_days" label={t.cooling} hint={t.coolingHint} />
      <NumberItem name="protection_days" label={t.protection} hint={t.protectionHint} />
      <DepartmentsItem name="from_department_ids" label={t.fromDepartments} />
      <KindsItem name="kinds" label={t.kinds} />
      <TagsItem name="tag_ids" label={t.tags} />
    </FormDialog>
  );
}
