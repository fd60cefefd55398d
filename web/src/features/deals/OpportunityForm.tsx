import { Alert, App, Flex, Form, Input, InputNumber, Modal, Select } from "antd";
import { useMe } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { PersonSelect } from "../../ui/PersonSelect";
import { type NewOpportunity, type Opportunity, type Stage, useChange, useOpen } from "./api";
import { dayIn } from "./board";
import { FirstFields } from "./FirstFields";
import { dealTexts } from "./locale";
import { fromMinor, toMinor } from "./money";
import { stageName } from "./words";

type Currency = NonNullable<NewOpportunity["currency"]>;
const CURRENCIES: readonly Currency[] = [
  ...(["CNY", "USD", "EUR", "GBP", "HKD", "TWD", "MOP", "JPY", "KRW", "SGD"] as const),
  ...(["MYR", "THB", "VND", "INR", "AUD", "CAD", "CHF", "RUB", "AED", "BRL"] as const),
];
// A month is what most have in mind when they enter something new.
const SOON = 30;

type Filled = {
  customer?: string;
  title: string;
  amount: number;
  currency: Currency;
  expected_on: string;
  stage_id?: string;
  probability?: number | null;
  owner_id?: string | null;
  source?: NonNullable<NewOpportunity["source"]>;
  competitors?: string;
  next_step?: string;
};

function initial(row: Opportunity | undefined, me: string): Partial<Filled> {
  if (!row) {
    return { currency: "CNY", expected_on: dayIn(SOON), owner_id: me };
  }
  return {
    title: row.title ?? "",
    amount: fromMinor(row.amount, row.currency),
    currency: row.currency as Currency,
    expected_on: row.expected_on,
    probability: row.probability,
    owner_id: row.owner?.id,
    source: (row.source || undefined) as Filled["source"],
    competitors: row.competitors ?? "",
    next_step: row.next_step ?? "",
  };
}

type Props = {
  /** Of whom; without it, it is chosen. */
  customerId?: string;
  /** What is changed; without it, it is a new one. */
  row?: Opportunity;
  stages: readonly Stage[];
  onClose: () => void;
};

/** Enters an opportunity, or changes what is known of one. */
export function OpportunityForm({ customerId, row, stages, onClose }: Props) {
  const t = useTexts(dealTexts);
  const c = useTexts(common);
  const language = useLanguage();
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<Filled>();
  const opening = useOpen();
  const changing = useChange(customerId ?? "", row?.id ?? "");
  const active = row ? changing : opening;
  const open = stages.filter((stage) => !stage.retired);
  const save = ({ customer, amount, probability, ...rest }: Filled) => {
    const body = {
      ...rest,
      amount: toMinor(amount, rest.currency),
      ...(probability === null || probability === undefined ? {} : { probability }),
    };
    const done = (text: string) => () => {
      message.success(text);
      onClose();
    };
    if (row) {
      changing.mutate({ ...body, version: row.version }, { onSuccess: done(t.saved) });
    } else {
      const to = customerId ?? customer ?? "";
      opening.mutate({ customerId: to, body }, { onSuccess: done(t.created) });
    }
  };
  return (
    <Modal
      open
      title={row ? t.change : t.create}
      okText={c.save}
      cancelText={c.cancel}
      confirmLoading={active.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {active.isError && (
        <Alert type="error" showIcon title={errorText(active.error)} className="deal-alert" />
      )}
      <Form<Filled>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={initial(row, me.user.id)}
        onFinish={save}
      >
        <FirstFields customerId={customerId} field="title" texts={t} />
        <Flex gap={12}>
          <Form.Item
            name="amount"
            label={t.amount}
            className="deal-wide"
            rules={[{ required: true, message: t.amountMissing }]}
          >
            <InputNumber<number> min={0} max={100_000_000_000} className="deal-number" />
          </Form.Item>
          <Form.Item name="currency" label={t.currency} required>
            <Select
              showSearch
              className="deal-currency"
              options={CURRENCIES.map((value) => ({ value, label: value }))}
            />
          </Form.Item>
        </Flex>
        <Flex gap={12} wrap>
          <Form.Item
            name="expected_on"
            label={t.expectedOn}
            rules={[{ required: true, message: t.expectedMissing }]}
          >
            <Input type="date" />
          </Form.Item>
          {!row && (
            <Form.Item
              name="stage_id"
              label={t.stage}
              className="deal-wide"
              initialValue={open[0]?.id}
            >
              <Select
                options={open.map((stage) => ({
                  value: stage.id,
                  label: `${stageName(stage, language)} ${stage.probability}%`,
                }))}
              />
            </Form.Item>
          )}
          {row && (
            <Form.Item name="probability" label={`${t.probability} %`}>
              <InputNumber<number> min={0} max={100} precision={0} />
            </Form.Item>
          )}
        </Flex>
        <Flex gap={12} wrap>
          <Form.Item name="owner_id" label={t.owner} className="deal-wide">
            <PersonSelect name={row?.owner?.name ?? me.user.name} />
          </Form.Item>
          <Form.Item name="source" label={t.source} className="deal-wide">
            <Select
              allowClear
              options={Object.entries(t.sources).map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
        </Flex>
        <Form.Item name="next_step" label={t.nextStep}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={5000} />
        </Form.Item>
        <Form.Item name="competitors" label={t.competitors}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={5000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
