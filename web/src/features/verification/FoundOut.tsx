import { Alert, App, Button, Form, Input, Select } from "antd";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { useVerify, type Whose } from "./api";
import { locale } from "./locale";
import type { Marking, Standing } from "./types";

const ALWAYS: Marking["how"][] = ["phone", "document", "in_person", "unreachable"];

type Props = { whose: Whose; standing: Standing; onChanged: () => void };

/** What a colleague found out without the customer's click: with what it rests on. */
export function FoundOut({ whose, standing, onChanged }: Props) {
  const t = useTexts(locale);
  const { message } = App.useApp();
  const [form] = Form.useForm<Marking>();
  const verify = useVerify(whose, standing.point_id, onChanged);
  const hows = standing.at ? [...ALWAYS, "taken_back" as const] : ALWAYS;
  const submit = ({ how, note }: Marking) =>
    verify.mutate(
      { mark: { how, note: note.trim() } },
      {
        onSuccess: () => {
          form.resetFields();
          message.success(t.done);
        },
      },
    );
  return (
    <section aria-label={t.byMe}>
      <h3 className="verify-title">{t.byMe}</h3>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ how: "phone" }}
        onFinish={submit}
      >
        <Form.Item name="how" label={t.how}>
          <Select options={hows.map((value) => ({ value, label: t.hows[value] }))} />
        </Form.Item>
        <Form.Item
          name="note"
          label={t.basis}
          rules={[{ required: true, whitespace: true, min: 2, message: t.basisMissing }]}
        >
          <Input maxLength={500} placeholder={t.basisHint} />
        </Form.Item>
        {verify.error && (
          <Form.Item>
            <Alert type="error" showIcon title={errorText(verify.error)} />
          </Form.Item>
        )}
        <Button htmlType="submit" loading={verify.isPending}>
          {t.record}
        </Button>
      </Form>
    </section>
  );
}
