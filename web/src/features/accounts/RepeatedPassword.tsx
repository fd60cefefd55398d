import { Form, Input } from "antd";
import { useTexts } from "../../lib/i18n";
import { locale } from "./locale";

/** A new password, typed twice. */
export function RepeatedPassword({ name, label }: { name: string; label: string }) {
  const t = useTexts(locale);
  return (
    <>
      <Form.Item
        name={name}
        label={label}
        extra={t.passwordRule}
        rules={[{ required: true, min: 12, message: t.passwordRule }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name={`${name}_again`}
        label={t.repeatPassword}
        dependencies={[name]}
        rules={[
          { required: true, message: t.passwordsDiffer },
          ({ getFieldValue }) => ({
            validator: (_rule, value) =>
              !value || value === getFieldValue(name)
                ? Promise.resolve()
                : Promise.reject(new Error(t.passwordsDiffer)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
