import { Form, Input } from "antd";
import { useTexts } from "../../lib/i18n";
import { CustomerPick } from "./CustomerPick";
import { dealTexts } from "./locale";

type Props = {
  /** Of whom; without it, it is chosen. */
  customerId: string | undefined;
  /** The field that holds the name, and how it is called. */
  field: "title" | "name";
  texts: { name: string; nameMissing: string };
};

/** What every entry begins with: whose it is, and what it is called. */
export function FirstFields({ customerId, field, texts }: Props) {
  const t = useTexts(dealTexts);
  return (
    <>
      {!customerId && (
        <Form.Item
          name="customer"
          label={t.customer}
          rules={[{ required: true, message: t.customerMissing }]}
        >
          <CustomerPick />
        </Form.Item>
      )}
      <Form.Item
        name={field}
        label={texts.name}
        rules={[{ required: true, whitespace: true, message: texts.nameMissing }]}
      >
        <Input maxLength={200} autoFocus={Boolean(customerId)} />
      </Form.Item>
    </>
  );
}
