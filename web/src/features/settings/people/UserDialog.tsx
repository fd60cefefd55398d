import { Form, Input, Select } from "antd";
import { useTexts } from "../../../lib/i18n";
import { useAddUser, useChangeUser, useDepartmentTree, useRoles } from "../api";
import { FormDialog } from "../FormDialog";
import { locale } from "../locale";
import type { NewUser, User } from "../types";
import { FirstPasswordShown } from "./FirstPasswordShown";

/** Adds somebody, or changes what may change. */
export function UserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const t = useTexts(locale);
  const [form] = Form.useForm<NewUser>();
  const add = useAddUser();
  const change = useChangeUser();
  const roles = useRoles();
  const departments = useDepartmentTree();
  const saving = user ? change : add;

  function save(values: NewUser) {
    const place = { ...values, department_id: values.department_id ?? null };
    if (user) {
      const { name, email, department_id, role_ids } = place;
      change.mutate({ id: user.id, name, email, department_id, role_ids }, { onSuccess: onClose });
    } else {
      add.mutate(place);
    }
  }

  if (add.data) {
    const { user: added, first_password } = add.data;
    return (
      <FirstPasswordShown
        name={added.name}
        login={added.login}
        first={first_password}
        onKept={onClose}
      />
    );
  }
  return (
    <FormDialog<NewUser>
      title={user ? t.people.change : t.people.add}
      form={form}
      initial={{
        login: user?.login ?? "",
        name: user?.name ?? "",
        email: user?.email ?? "",
        department_id: user?.department?.id,
        role_ids: user?.roles.map((role) => role.id) ?? [],
      }}
      busy={saving.isPending}
      error={saving.error}
      onSave={save}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t.people.personName}
        rules={[{ required: true, message: t.people.personNameMissing }]}
      >
        <Input autoFocus maxLength={120} />
      </Form.Item>
      {!user && (
        <Form.Item
          name="login"
          label={t.people.login}
          rules={[{ required: true, message: t.people.loginMissing }]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="email" label={t.people.email}>
        <Input maxLength={254} type="email" />
      </Form.Item>
      <Form.Item name="department_id" label={t.people.department}>
        <Select
          allowClear
          options={departments.data?.map((each) => ({ value: each.id, label: each.name }))}
        />
      </Form.Item>
      <Form.Item name="role_ids" label={t.people.roles}>
        <Select
          mode="multiple"
          options={roles.data?.map((each) => ({ value: each.id, label: each.name }))}
        />
      </Form.Item>
    </FormDialog>
  );
}
