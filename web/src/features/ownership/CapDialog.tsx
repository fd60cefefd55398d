import { Checkbox, Form, Select } from "antd";
import { useDepartments } from "../../api/directory";
import { useTexts } from "../../lib/i18n";
import { type Cap, useSaveCap } from "./api";
import { NumberItem, TagsItem } from "./choices";
import { FormDialog } from "./FormDialog";
import { ownershipTexts } from "./locale";

type Values = {
  department_id: string;
  most: number;
  free_tag_ids: string[];
  free_open_deals: boolean;
};
const OTHERWISE = "otherwise";

/** A limit of owning: new, or changed. */
export function CapDialog({ cap, onClose }: { cap: Cap | null; onClose: () => void }) {
  const t = useTexts(ownershipTexts);
  const [form] = Form.useForm<Values>();
  const save = useSaveCap();
  const departments = useDepartments();
  return (
    <FormDialog<Values>
      title={cap ? t.changeCap : t.addCap}
      form={form}
      initial={{
        department_id: cap?.department?.id ?? OTHERWISE,
        most: cap?.most,
        free_open_deals: cap?.free_open_deals ?? false,
        free_tag_ids: (cap?.free_tags ?? []).map((tag) => tag.id),
      }}
      saving={save}
      onSave={({ department_id, ...rest }) =>
        save.mutate(
          {
            was: cap && { id: cap.id, version: cap.version },
            department_id: department_id === OTHERWISE ? null : department_id,
            ...rest,
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Form.Item name="department_id" label={t.department}>
        <Select
          disabled={cap !== null}
          showSearch={{ optionFilterProp: "label" }}
          options={[
            { value: OTHERWISE, label: t.otherwise },
            ...(departments.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Form.Item>
      <NumberItem name="most" label={t.most} missing={t.mostMissing} />
      <Form.Item name="free_open_deals" valuePropName="checked">
        <Checkbox>{t.freeOpenDeals}</Checkbox>
      </Form.Item>
      <TagsItem name="free_tag_ids" label={t.freeTags} placeholder={t.none} />
    </FormDialog>
  );
}
