import { PlusOutlined } from "@ant-design/icons";
import { Alert, App, Button, Flex, Form, InputNumber, Popconfirm } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { PersonSelect } from "../../../ui/PersonSelect";
import { type Share, useBegin } from "./api";
import { successionTexts } from "./locale";

type Values = { shares: Share[] };

/** To whom everything goes, and in how many parts. */
export function SuccessionForm({ person }: { person: string }) {
  const t = useTexts(successionTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const begin = useBegin(person);
  const start = ({ shares }: Values) =>
    begin.mutate(
      shares.map(({ user_id, parts }) => ({ user_id, parts })),
      { onSuccess: () => message.success(t.started) },
    );
  return (
    <Form
      form={form}
      layout="vertical"
      className="succession-form"
      initialValues={{ shares: [{ parts: 1 }] }}
      onFinish={start}
    >
      {begin.isError && <Alert type="error" showIcon title={errorText(begin.error)} />}
      <p className="muted small">{t.partsHint}</p>
      <Form.List
        name="shares"
        rules={[
          {
            validator: (_, shares: Share[]) =>
              new Set(shares.map((share) => share.user_id)).size === shares.length
                ? Promise.resolve()
                : Promise.reject(new Error(t.twice)),
          },
        ]}
      >
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <Flex key={field.key} gap={8} align="end" wrap className="succession-share">
                <Form.Item
                  name={[field.name, "user_id"]}
                  label={t.person}
                  rules={[{ required: true, message: t.personMissing }]}
                >
                  <PersonSelect id={`shares_${field.name}_user_id`} />
                </Form.Item>
                <Form.Item
                  name={[field.name, "parts"]}
                  label={t.parts}
                  rules={[{ required: true }]}
                >
                  <InputNumber min={1} max={100} precision={0} />
                </Form.Item>
                {fields.length > 1 && (
                  <Form.Item>
                    <Button onClick={() => remove(field.name)}>{t.remove}</Button>
                  </Form.Item>
                )}
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Form.Item>
              <Button icon={<PlusOutlined aria-hidden />} onClick={() => add({ parts: 1 })}>
                {t.add}
              </Button>
            </Form.Item>
          </>
        )}
      </Form.List>
      <Popconfirm title={t.startSure} onConfirm={() => form.submit()}>
        <Button type="primary" loading={begin.isPending}>
          {t.start}
        </Button>
      </Popconfirm>
    </Form>
  );
}
