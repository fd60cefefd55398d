import { Alert, Form, Modal, Radio } from "antd";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { QueryState } from "../../ui/states";
import { type Rules, useRules, useSaveRules } from "./api";
import { reviewTexts } from "./locale";

const MONTHS = [0, 3, 6, 12] as const;
const ENDS = ["warn", "remove", "suspend"] as const;
type Values = Pick<Rules, "every_months" | "at_deadline">;

/** How often, and what becomes of what nobody confirms. */
export function RulesDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(reviewTexts);
  const rules = useRules();
  const save = useSaveRules();
  const [form] = Form.useForm<Values>();
  return (
    <Modal
      open
      title={t.title}
      okText={t.save}
      cancelText={t.cancel}
      okButtonProps={{ disabled: !rules.data }}
      confirmLoading={save.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {save.isError && <Alert type="error" showIcon title={errorText(save.error)} />}
      <QueryState query={rules}>
        {(data) => (
          <Form<Values>
            form={form}
            layout="vertical"
            initialValues={data}
            onFinish={(values) =>
              save.mutate({ ...values, version: data.version }, { onSuccess: onClose })
            }
          >
            <Form.Item
              name="every_months"
              label={t.every}
              extra={data.next_at ? t.next(exactTime(data.next_at).slice(0, 10)) : undefined}
            >
              <Radio.Group
                vertical
                options={MONTHS.map((value) => ({ value, label: t.months[value] }))}
              />
            </Form.Item>
            <Form.Item name="at_deadline" label={t.atDeadline} extra={t.endsHint}>
              <Radio.Group
                vertical
                options={ENDS.map((value) => ({ value, label: t.ends[value] }))}
              />
            </Form.Item>
          </Form>
        )}
      </QueryState>
    </Modal>
  );
}
