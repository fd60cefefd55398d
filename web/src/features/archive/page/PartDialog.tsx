import { Alert, Checkbox, Form, Input, Modal, Select } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { PersonSelect } from "../../../ui/PersonSelect";
import { CustomerSelect } from "../CustomerSelect";
import { pageTexts } from "./locale";

/** One input of a small form. `optional` inputs may stay empty. */
export type PartInput = {
  name: string;
  label: string;
  as?: "text" | "area" | "choice" | "check" | "customer" | "person" | "date";
  options?: { value: string; label: string }[];
  optional?: boolean;
  hint?: string;
};

export type PartValues = Record<string, unknown>;

type Props = {
  title: string;
  inputs: PartInput[];
  initial: PartValues;
  pending: boolean;
  error: unknown;
  onSubmit: (values: PartValues) => void;
  onClose: () => void;
};

function control(input: PartInput, first: boolean) {
  switch (input.as) {
    case "choice":
      return (
        <Select
          autoFocus={first}
          options={input.options}
          showSearch={{ optionFilterProp: "label" }}
        />
      );
    case "area":
      return <Input.TextArea autoFocus={first} autoSize={{ minRows: 2, maxRows: 8 }} />;
    case "customer":
      return <CustomerSelect autoFocus={first} />;
    case "person":
      return <PersonSelect autoFocus={first} />;
    case "check":
      return <Checkbox>{input.label}</Checkbox>;
    case "date":
      return <Input autoFocus={first} type="date" />;
    default:
      return <Input autoFocus={first} autoComplete="off" maxLength={500} />;
  }
}

/** Adds or changes one row that hangs on a customer. */
export function PartDialog(props: Props) {
  const t = useTexts(pageTexts);
  const [form] = Form.useForm<PartValues>();
  return (
    <Modal
      open
      title={props.title}
      okText={t.save}
      cancelText={t.cancel}
      confirmLoading={props.pending}
      onOk={form.submit}
      onCancel={props.onClose}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={props.initial}
        onFinish={props.onSubmit}
      >
        {props.inputs.map((input, index) => (
          <Form.Item
            key={input.name}
            name={input.name}
            label={input.as === "check" ? undefined : input.label}
            extra={input.hint}
            valuePropName={input.as === "check" ? "checked" : "value"}
            rules={
              input.optional || input.as === "check"
                ? []
                : [{ required: true, message: t.required }]
            }
          >
            {control(input, index === 0)}
          </Form.Item>
        ))}
        {Boolean(props.error) && <Alert type="error" showIcon title={errorText(props.error)} />}
      </Form>
    </Modal>
  );
}
