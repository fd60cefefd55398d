import { Form, Input, message } from "antd";
import { useTexts } from "../../../lib/i18n";
import { useSetPassword } from "../api";
import { FormDialog } from "../FormDialog";
import { locale } from "../locale";
import type { User } from "../types";

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts(locale);
  const [form] = Form.useForm<{ password: string }>();
  const [toast, holder] = message.useMessage();
  const set = useSetPassword();
  return (
    <>
      {holder}
      <FormDialog<{ password: string }>
        title={`${t.people.setPassword} · ${user.name}`}
        form={form}
        initial={{}}
        busy={set.isPending}
        error={set.error}
        onSave={({ password }) =>
          set.mutate(
            { id: user.id, password },
            {
              onSuccess: () => {
                void toast.success(t.people.passwordSet);
                onClose();
              },
            },
          )
        }
        onClose={onClose}
      >
        <Form.Item
          name="password"
          label={t.people.password}
          extra={t.people.passwordHint}
          rules={[{ required: true, message: t.people.passwordMissing }]}
        >
          <Input.Password autoFocus maxLength={256} autoComplete="new-password" />
        </Form.Item>
      </FormDialog>
    </>
  );
}
