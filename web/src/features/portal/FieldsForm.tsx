import { Alert, App, Checkbox, Modal } from "antd";
import { useState } from "react";
import { useFields } from "../../api/fields";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { QueryState } from "../../ui/states";
import { usePortalFields, useSetPortalFields } from "./api";
import { locale } from "./locale";

type Rule = { fields: string[]; possible: string[] };

function Choice({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const { message } = App.useApp();
  const { data } = useFields();
  const [chosen, setChosen] = useState(rule.fields);
  const save = useSetPortalFields();
  const label = (code: string) => data?.fields.find((field) => field.code === code)?.label ?? code;
  return (
    <Modal
      open
      title={t.fieldsTitle}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={save.isPending}
      onOk={() =>
        save.mutate(chosen, {
          onSuccess: () => {
            message.success(t.saved);
            onClose();
          },
        })
      }
      onCancel={onClose}
    >
      {save.isError && <Alert type="error" showIcon title={errorText(save.error)} />}
      <p className="muted">{t.fieldsHint}</p>
      <Checkbox.Group
        className="portal-fields"
        value={chosen}
        onChange={setChosen}
        options={rule.possible.map((code) => ({ value: code, label: label(code) }))}
      />
    </Modal>
  );
}

/** Which fields customers see. */
export function FieldsForm({ onClose }: { onClose: () => void }) {
  const found = usePortalFields();
  return (
    <QueryState query={found} skeleton={null}>
      {(rule) => <Choice rule={rule} onClose={onClose} />}
    </QueryState>
  );
}
