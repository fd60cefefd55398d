import { Alert, App, Flex, Form, Input, Modal } from "antd";
import { useMe } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { PersonSelect } from "../../../ui/PersonSelect";
import { CustomerPick } from "../CustomerPick";
import { beginPlan, changePlan, type Plan, useDeed } from "./api";
import { strategyTexts } from "./locale";
import { inDays, SEASON } from "./words";

type Filled = {
  customer?: string;
  goal: string;
  needs: string;
  strategy: string;
  competitors: string;
  owner_id?: string | null;
  review_on: string;
};

const TEXTS = ["goal", "needs", "strategy", "competitors"] as const;
const BOX = { autoSize: { minRows: 2, maxRows: 8 }, maxLength: 5000 };

type Props = {
  /** Of whom; without it, it is chosen. */
  customerId?: string;
  /** What is changed; without it, it is a new one. */
  plan?: Plan;
  onClose: () => void;
  /** A customer was made a key account: there is more to say of it. */
  onMade?: (customerId: string) => void;
};

/** Makes a customer a key account, or changes its plan. */
export function PlanForm({ customerId, plan, onClose, onMade }: Props) {
  const t = useTexts(strategyTexts);
  const c = useTexts(common);
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const chosen = Form.useWatch("customer", form) ?? "";
  const to = customerId ?? chosen;
  const deed = useDeed(to);
  const save = ({ customer: _, ...filled }: Filled) => {
    deed.mutate(plan ? changePlan(plan, filled) : beginPlan(to, filled), {
      onSuccess: () => {
        message.success(plan ? t.saved : t.created);
        onClose();
        if (!plan) onMade?.(to);
      },
    });
  };
  const text = (name: (typeof TEXTS)[number]) => plan?.[name] ?? "";
  return (
    <Modal
      open
      title={plan ? t.change : t.create}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={deed.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {deed.isError && (
        <Alert type="error" showIcon title={errorText(deed.error)} className="deal-alert" />
      )}
      <Form<Filled>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{
          goal: text("goal"),
          needs: text("needs"),
          strategy: text("strategy"),
          competitors: text("competitors"),
          owner_id: plan?.owner?.id ?? me.user.id,
          review_on: plan?.review_on ?? inDays(SEASON),
        }}
        onFinish={save}
      >
        {!customerId && (
          <Form.Item
            name="customer"
            label={t.customer}
            rules={[{ required: true, message: t.customerMissing }]}
          >
            <CustomerPick />
          </Form.Item>
        )}
        {TEXTS.map((name) => (
          <Form.Item key={name} name={name} label={t[name]}>
            <Input.TextArea {...BOX} placeholder={t[`${name}Hint`]} />
          </Form.Item>
        ))}
        <Flex gap={12} wrap>
          <Form.Item name="owner_id" label={t.owner} required className="deal-wide">
            <PersonSelect name={plan?.owner?.name ?? me.user.name} />
          </Form.Item>
          <Form.Item
            name="review_on"
            label={t.reviewOn}
            className="deal-wide"
            rules={[{ required: true, message: t.reviewOnMissing }]}
          >
            <Input type="date" />
          </Form.Item>
        </Flex>
      </Form>
    </Modal>
  );
}
