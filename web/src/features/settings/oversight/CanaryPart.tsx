import { App, Button, Flex, Form, Input, Popconfirm, Typography } from "antd";
import { exactTime } from "../../../lib/dates";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { QueryState } from "../../../ui/states";
import { useCanaries, useMarkCanary, useUnmarkCanary } from "./api";
import { figureTexts } from "./locale";

const LONGEST = 40;

/** Customers nobody has reason to open; the page does not say which. */
export function CanaryPart() {
  const d = useTexts(figureTexts);
  const { message } = App.useApp();
  const mark = useMarkCanary();
  const [form] = Form.useForm<{ number: string }>();
  const run = ({ number }: { number: string }) =>
    mark.mutate(number.trim(), {
      onSuccess: () => {
        form.resetFields();
        void message.success(d.marked);
      },
      onError: (error) => void message.error(errorText(error)),
    });
  return (
    <section className="oversight-canaries">
      <Typography.Title level={3}>{d.canaries}</Typography.Title>
      <p className="muted">{d.canaryHint}</p>
      <Form form={form} layout="inline" onFinish={run}>
        <Form.Item name="number" label={d.number} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={LONGEST} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit" loading={mark.isPending}>
          {d.mark}
        </Button>
      </Form>
      <QueryState query={useCanaries()}>
        {({ marks }) =>
          marks.length === 0 ? (
            <p className="muted">{d.none}</p>
          ) : (
            <ul className="oversight-rules">
              {marks.map((each) => (
                <li key={each.id}>
                  <Flex gap={12} align="center" wrap>
                    {d.markedBy(each.by.name, exactTime(each.at))}
                    <Unmark id={each.id} time={exactTime(each.at)} />
                  </Flex>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  );
}

function Unmark({ id, time }: { id: string; time: string }) {
  const d = useTexts(figureTexts);
  const { message } = App.useApp();
  const unmark = useUnmarkCanary();
  const failed = (error: unknown) => void message.error(errorText(error));
  return (
    <Popconfirm
      title={d.unmarkSure}
      okText={d.unmark}
      onConfirm={() => unmark.mutate(id, { onError: failed })}
    >
      <Button size="small" type="link" danger aria-label={d.unmarkOf(time)}>
        {d.unmark}
      </Button>
    </Popconfirm>
  );
}
