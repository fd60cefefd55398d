import { Alert, Button, Form, InputNumber, Radio } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { type Rules, useRules, useSaveRules } from "./api";
import { signin } from "./locale";

export function SignInRulesPage() {
  const t = useTexts(signin);
  const { pages } = useTexts(locale);
  const rules = useRules();
  return (
    <>
      <SectionHead title={pages["sign-in"]} hint={t.hint} />
      <QueryState query={rules}>{(data) => <RulesForm data={data} />}</QueryState>
    </>
  );
}

function Choice({ name, hint }: { name: string; hint: string }) {
  return (
    <>
      {name}
      <div className="muted small">{hint}</div>
    </>
  );
}

function RulesForm({ data }: { data: Rules }) {
  const t = useTexts(signin);
  const { save: saveText, saved } = useTexts(common);
  const save = useSaveRules();
  const who = ["nobody", "weighty", "everybody"] as const;
  const profiles = ["asvs", "dengbao"] as const;
  return (
    <Form<Rules>
      layout="vertical"
      className="settings-narrow"
      initialValues={data}
      onFinish={(values) => save.mutate(values)}
    >
      {save.isError && (
        <Alert type="error" showIcon title={errorText(save.error)} className="settings-head" />
      )}
      {save.isSuccess && <Alert type="success" showIcon title={saved} className="settings-head" />}
      <Form.Item name="second_factor" label={t.who}>
        <Radio.Group
          vertical
          options={who.map((value) => ({
            value,
            label: <Choice name={t[value]} hint={t[`${value}Hint`]} />,
          }))}
        />
      </Form.Item>
      <Form.Item name="idle_minutes" label={t.idle}>
        <InputNumber min={5} max={480} />
      </Form.Item>
      <Form.Item name="session_hours" label={t.hours}>
        <InputNumber min={1} max={72} />
      </Form.Item>
      <Form.Item name="password_profile" label={t.profile}>
        <Radio.Group
          vertical
          options={profiles.map((value) => ({
            value,
            label: <Choice name={t[value]} hint={t[`${value}Hint`]} />,
          }))}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {saveText}
      </Button>
    </Form>
  );
}
