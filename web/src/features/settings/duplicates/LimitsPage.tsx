import { Alert, Button, Flex, Form, InputNumber, Typography } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { type Limits, useLimits, useSaveLimits } from "./api";
import { LearningPart } from "./LearningPart";
import { limitTexts } from "./locale";
import "./limits.css";

const ADVISED = { certain: 95, review: 75 };
const LOWEST = 50;
const HIGHEST = 99.99;
const HUNDREDTH = 100;

/** How sure two records must be one: what comes first, and what is shown at all. */
export function LimitsPage() {
  const t = useTexts(locale);
  const words = useTexts(limitTexts);
  const limits = useLimits();
  return (
    <>
      <SectionHead title={t.pages.duplicates} hint={words.hint} />
      <QueryState query={limits}>{(data) => <LimitsForm data={data} />}</QueryState>
      <LearningPart />
    </>
  );
}

/** The scale from 50 to 100 with its three parts, as wide as they are. */
function Scale({ certain, review }: { certain: number; review: number }) {
  const words = useTexts(limitTexts);
  const parts = [
    { name: words.scale, part: "none", from: LOWEST, to: review },
    { name: words.review, part: "review", from: review, to: certain },
    { name: words.certain, part: "certain", from: certain, to: 100 },
  ];
  return (
    <div className="limits-scale" aria-hidden>
      {parts.map(({ name, part, from, to }) => (
        <div key={part} className={`limits-${part}`} style={{ flexGrow: Math.max(to - from, 1) }}>
          <span>{name}</span>
          <span className="small">{from}%</span>
        </div>
      ))}
    </div>
  );
}

function LimitsForm({ data }: { data: Limits }) {
  const words = useTexts(limitTexts);
  const c = useTexts(common);
  const save = useSaveLimits();
  const [form] = Form.useForm<Limits>();
  const start = { certain: data.certain / HUNDREDTH, review: data.review / HUNDREDTH };
  const now = { ...start, ...Form.useWatch([], form) };
  const input = (name: keyof Limits, label: string, hint: string) => (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={[
        { required: true, type: "number", min: LOWEST, max: HIGHEST, message: words.missing },
      ]}
    >
      <InputNumber
        min={LOWEST}
        max={HIGHEST}
        step={1}
        precision={2}
        suffix="%"
        className="limits-input"
      />
    </Form.Item>
  );
  const submit = ({ certain, review }: Limits) =>
    save.mutate({
      certain: Math.round(certain * HUNDREDTH),
      review: Math.round(review * HUNDREDTH),
    });
  return (
    <Form
      form={form}
      layout="vertical"
      className="settings-narrow"
      initialValues={start}
      onFinish={submit}
    >
      {save.isError && (
        <Alert type="error" showIcon title={errorText(save.error)} className="settings-head" />
      )}
      {save.isSuccess && (
        <Alert type="success" showIcon title={c.saved} className="settings-head" />
      )}
      <Scale certain={now.certain ?? start.certain} review={now.review ?? start.review} />
      {input("certain", words.certain, words.certainHint)}
      {input("review", words.review, words.reviewHint)}
      {now.certain <= now.review && (
        <Alert type="warning" showIcon title={words.order} className="settings-head" />
      )}
      <Typography.Paragraph type="secondary">{words.note}</Typography.Paragraph>
      <Flex gap={8}>
        <Button
          type="primary"
          htmlType="submit"
          loading={save.isPending}
          disabled={now.certain <= now.review}
        >
          {c.save}
        </Button>
        <Button onClick={() => form.setFieldsValue(ADVISED)}>{words.reset}</Button>
      </Flex>
    </Form>
  );
}
