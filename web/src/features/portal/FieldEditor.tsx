import { Alert, App, Button, Form, Input, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { type PageField, useStep } from "./api";
import { locale } from "./customer/locale";

const MODES: Record<string, "tel" | "email"> = { phone: "tel", email: "email" };

/** What one field should hold. Nothing changes before somebody looked at it. */
export function FieldEditor({ field, onClose }: { field: PageField; onClose: () => void }) {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const step = useStep();
  const first = field.values.length > 0 ? field.values : [""];
  const save = ({ values }: { values: (string | undefined)[] }) =>
    step.mutate(
      { correct: { [field.code]: values.map((value) => value ?? "") } },
      {
        onSuccess: () => {
          message.success(t.sent);
          onClose();
        },
      },
    );
  const input = (label: string) =>
    field.choices.length > 0 ? (
      <Select aria-label={label} options={field.choices} allowClear autoFocus />
    ) : field.type === "longtext" || field.type === "address" ? (
      <Input.TextArea aria-label={label} autoSize={{ minRows: 2 }} maxLength={500} autoFocus />
    ) : (
      <Input aria-label={label} inputMode={MODES[field.type] ?? "text"} maxLength={500} autoFocus />
    );
  return (
    <Form<{ values: (string | undefined)[] }>
      className="self-editor"
      initialValues={{ values: first }}
      onFinish={save}
    >
      <div className="self-label">{field.masked ? `${field.label} · ${t.fresh}` : field.label}</div>
      <div>
        {step.isError && <Alert type="warning" showIcon title={errorText(step.error)} />}
        <Form.List name="values">
          {(items, { add }) => (
            <>
              {items.map(({ key, name }) => (
                <Form.Item key={key} name={name}>
                  {input(items.length > 1 ? `${field.label} ${name + 1}` : field.label)}
                </Form.Item>
              ))}
              {field.multi && items.length < 10 && (
                <Button type="link" size="small" onClick={() => add("")}>
                  {t.add}
                </Button>
              )}
            </>
          )}
        </Form.List>
        <div className="portal-deeds">
          <Button htmlType="submit" loading={step.isPending}>
            {t.send}
          </Button>
          <Button type="text" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </div>
    </Form>
  );
}
