import { Alert, Button, Form, InputNumber, Switch } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { type Figures, type FiguresChange, useFigures, useSaveFigures } from "./api";
import { CanaryPart } from "./CanaryPart";
import { figureTexts } from "./locale";
import "./oversight.css";

const HIGHEST = 1_000_000;
const MOST_TIMES = 100;
type Values = { rules: FiguresChange["rules"] };

/** From which figures on access is unusual, and the canary customers. */
export function OversightPage() {
  const t = useTexts(locale);
  const d = useTexts(figureTexts);
  return (
    <>
      <SectionHead title={t.pages.oversight} hint={d.hint} />
      <QueryState query={useFigures()}>{(data) => <FiguresForm data={data} />}</QueryState>
      <CanaryPart />
    </>
  );
}

function FiguresForm({ data }: { data: Figures }) {
  const c = useTexts(common);
  const save = useSaveFigures();
  const start = data.rules.map(({ rule, active, floor, factor }) => ({
    rule,
    active,
    floor,
    factor,
  }));
  return (
    <Form<Values>
      layout="vertical"
      initialValues={{ rules: start }}
      onFinish={({ rules }) =>
        save.mutate({
          rules: start.map((each, at) => ({ ...each, ...rules[at] })),
          version: data.version,
        })
      }
    >
      {save.isError && (
        <Alert type="error" showIcon title={errorText(save.error)} className="settings-head" />
      )}
      {save.isSuccess && (
        <Alert type="success" showIcon title={c.saved} className="settings-head" />
      )}
      <ul className="oversight-rules">
        {data.rules.map((rule, at) => (
          <RuleRow key={rule.rule} rule={rule} at={at} />
        ))}
      </ul>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {c.save}
      </Button>
    </Form>
  );
}

function RuleRow({ rule, at }: { rule: Figures["rules"][number]; at: number }) {
  const d = useTexts(figureTexts);
  return (
    <li>
      <Form.Item name={["rules", at, "active"]} valuePropName="checked" noStyle>
        <Switch aria-label={d.activeOf(rule.text)} />
      </Form.Item>
      <span className="oversight-rule">{rule.text}</span>
      <span className="oversight-figures">
        <Form.Item name={["rules", at, "floor"]} rules={[{ required: true }]} noStyle>
          <InputNumber
            min={1}
            max={HIGHEST}
            precision={0}
            prefix={d.floor}
            suffix={d.span[rule.span]}
            aria-label={d.floorOf(rule.text)}
          />
        </Form.Item>
        {rule.factor > 0 && (
          <Form.Item name={["rules", at, "factor"]} rules={[{ required: true }]} noStyle>
            <InputNumber
              min={1}
              max={MOST_TIMES}
              precision={0}
              prefix={d.factor}
              aria-label={d.factorOf(rule.text)}
            />
          </Form.Item>
        )}
      </span>
    </li>
  );
}
