import { Alert, Button, Checkbox, Drawer, Flex, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { useRights, useSaveRole } from "../api";
import { locale } from "../locale";
import type { FieldModes, Role, Scope } from "../types";
import { ModeTable } from "./ModeTable";

type Values = { name_zh: string; name_en: string; scope: Scope; rights: string[] };
type Props = { role: Role | null; copy: boolean; onClose: () => void };

/** One role whole: what it may do, which customers, how much of each field. Built-in roles can be read and copied. */
export function RoleDialog({ role, copy, onClose }: Props) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const words = t.roles;
  const [form] = Form.useForm<Values>();
  const rights = useRights();
  const save = useSaveRole();
  const [modes, setModes] = useState<FieldModes>(role?.field_modes ?? {});
  const fixed = (role?.builtin ?? false) && !copy;
  const title = role === null || copy ? words.add : fixed ? words.view : words.change;

  function submit(values: Values) {
    const id = role && !copy ? role.id : undefined;
    save.mutate({ ...values, field_modes: modes, id }, { onSuccess: onClose });
  }

  return (
    <Drawer
      open
      title={title}
      size="large"
      onClose={onClose}
      extra={
        !fixed && (
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {c.save}
          </Button>
        )
      }
    >
      {save.isError && <Alert type="error" showIcon title={errorText(save.error)} />}
      <Form
        form={form}
        layout="vertical"
        disabled={fixed}
        requiredMark="optional"
        onFinish={submit}
        initialValues={{
          name_zh: copy ? "" : (role?.name_zh ?? ""),
          name_en: copy ? "" : (role?.name_en ?? ""),
          scope: role?.scope ?? "own",
          rights: role?.rights ?? [],
        }}
      >
        <Flex gap={16} wrap>
          <Form.Item
            name="name_zh"
            label={words.nameZh}
            rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
          >
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item name="name_en" label={words.nameEn}>
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item name="scope" label={words.scope}>
            <Select
              style={{ minWidth: 180 }}
              options={Object.entries(words.scopes).map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
        </Flex>
        <Form.Item name="rights" label={words.rights}>
          <Checkbox.Group
            className="rights"
            options={(rights.data ?? []).map(({ code, text }) => ({ value: code, label: text }))}
          />
        </Form.Item>
      </Form>
      <ModeTable modes={modes} fixed={fixed} onChange={setModes} />
    </Drawer>
  );
}
