import { Alert, App, Button, Flex, Form, InputNumber, Popconfirm, Switch, Table } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import {
  type ContactPlan,
  type Outlook,
  type Tried,
  useFollowNow,
  useOutlook,
  useSaveContactPlan,
} from "./api";
import { contactTexts } from "./locale";
import { RhythmRows } from "./RhythmRows";

type Values = Tried & { active: boolean };

/** The plan, what it would do, and doing it at once. */
export function ContactPlanForm({ plan }: { plan: ContactPlan }) {
  const c = useTexts(contactTexts);
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const save = useSaveContactPlan();
  const outlook = useOutlook();
  const follow = useFollowNow();
  const refused = save.error ?? outlook.error ?? follow.error;
  const look = () =>
    form.validateFields().then(
      ({ rules, most }) => outlook.mutate({ rules, most }),
      () => undefined,
    );
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={plan}
      onValuesChange={() => outlook.reset()}
      onFinish={(values) =>
        save.mutate(
          { ...values, version: plan.version },
          { onSuccess: () => void message.success(c.saved) },
        )
      }
    >
      <Form.Item name="active" label={c.active} valuePropName="checked">
        <Switch />
      </Form.Item>
      <RhythmRows />
      <Form.Item
        name="most"
        label={c.most}
        extra={c.mostHint}
        rules={[{ required: true, message: c.missing }]}
      >
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
      {refused && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(refused)} />
        </Form.Item>
      )}
      {outlook.data && <Told outlook={outlook.data} />}
      <Flex gap={8} wrap>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {c.save}
        </Button>
        <Button loading={outlook.isPending} onClick={() => void look()}>
          {c.outlook}
        </Button>
        {plan.active && (
          <Popconfirm
            title={c.nowSure}
            okText={c.now}
            cancelText={c.cancel}
            onConfirm={() =>
              follow.mutate(undefined, { onSuccess: () => void message.success(c.started) })
            }
          >
            <Button loading={follow.isPending}>{c.now}</Button>
          </Popconfirm>
        )}
      </Flex>
    </Form>
  );
}

function Told({ outlook }: { outlook: Outlook }) {
  const c = useTexts(contactTexts);
  if (outlook.alone === 0) return <Alert className="settings-head" showIcon title={c.nobody} />;
  return (
    <section className="settings-head" aria-label={c.outlook}>
      <Alert showIcon title={c.sum(outlook.planned, outlook.alone)} />
      <Table
        rowKey={(row) => row.person.id}
        size="small"
        pagination={false}
        dataSource={outlook.people}
        columns={[
          { title: c.person, key: "person", render: (_, row) => row.person.name },
          { title: c.alone, dataIndex: "alone", align: "right" },
          { title: c.planned, dataIndex: "planned", align: "right" },
        ]}
      />
    </section>
  );
}
