import { Alert, Button, Form, InputNumber, Select, Switch } from "antd";
import { useFields } from "../../../api/fields";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { useRoles } from "../api";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { type Terms, useSaveTerms, useTerms } from "./api";
import { termTexts } from "./locale";

type Need = "reason" | "approval" | "never";
type Values = {
  active: boolean;
  mail: boolean;
  identity: Need;
  contact: Need;
  approval: string[];
  never: string[];
  quota: number;
  quotas: Record<string, number | null>;
  sample_percent: number;
  most_customers: number;
  export_rows: number;
  export_hours: number;
};

const HIGHEST_QUOTA = 100_000;
const MOST_CUSTOMERS = 100;
const FULL = 100;
const MOST_ROWS = 10_000_000;
const LONGEST_HOURS = 168;

const fieldsOf = (terms: Terms, need: Need) =>
  Object.keys(terms.needs).filter((code) => !code.startsWith("*") && terms.needs[code] === need);

function start(terms: Terms): Values {
  return {
    active: terms.active,
    mail: terms.mail,
    identity: terms.needs["*S"] ?? "reason",
    contact: terms.needs["*C"] ?? "reason",
    approval: fieldsOf(terms, "approval"),
    never: fieldsOf(terms, "never"),
    quota: terms.quota,
    quotas: terms.quotas,
    sample_percent: terms.sample_percent,
    most_customers: terms.most_customers,
    export_rows: terms.export_rows,
    export_hours: terms.export_hours,
  };
}

function changes(values: Values, version: number) {
  const { identity, contact, approval, never, quotas, ...plain } = values;
  const needs: Record<string, Need> = {
    "*S": identity,
    "*C": contact,
    ...Object.fromEntries(approval.map((code) => [code, "approval" as const])),
    ...Object.fromEntries(never.map((code) => [code, "never" as const])),
  };
  const given = Object.entries(quotas ?? {}).filter(
    (each): each is [string, number] => typeof each[1] === "number",
  );
  return { ...plain, needs, quotas: Object.fromEntries(given), version };
}

/** What it takes to see masked values. */
export function ApprovalSettings() {
  const t = useTexts(locale);
  const words = useTexts(termTexts);
  return (
    <>
      <SectionHead title={t.pages.approvals} hint={words.hint} />
      <QueryState query={useTerms()}>{(data) => <TermsForm data={data} />}</QueryState>
    </>
  );
}

function RoleQuotas() {
  const words = useTexts(termTexts);
  const chinese = useLanguage() !== "en";
  const roles = useRoles().data ?? [];
  const able = roles.filter(({ rights }) => rights.includes("customers.reveal"));
  return able.map((role) => (
    <Form.Item
      key={role.id}
      name={["quotas", role.id]}
      label={words.roleQuota(chinese ? role.name_zh : role.name_en)}
      extra={words.roleHint}
    >
      <InputNumber min={0} max={HIGHEST_QUOTA} precision={0} />
    </Form.Item>
  ));
}

function TermsForm({ data }: { data: Terms }) {
  const words = useTexts(termTexts);
  const c = useTexts(common);
  const save = useSaveTerms();
  const fields = (useFields().data?.fields ?? []).filter(
    ({ sensitivity }) => sensitivity !== "clear",
  );
  const options = fields.map(({ code, label }) => ({ value: code, label }));
  const needs = (["reason", "approval", "never"] as const).map((value) => ({
    value,
    label: words.needs[value],
  }));
  return (
    <Form<Values>
      layout="vertical"
      className="settings-narrow"
      initialValues={start(data)}
      onFinish={(values) => save.mutate(changes(values, data.version))}
    >
      {save.isError && (
        <Alert type="error" showIcon title={errorText(save.error)} className="settings-head" />
      )}
      {save.isSuccess && (
        <Alert type="success" showIcon title={c.saved} className="settings-head" />
      )}
      <Form.Item
        name="active"
        label={words.active}
        extra={words.activeHint}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item name="mail" label={words.mail} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="identity" label={words.identity} extra={words.needHint}>
        <Select options={needs} />
      </Form.Item>
      <Form.Item name="contact" label={words.contact}>
        <Select options={needs} />
      </Form.Item>
      <Form.Item name="approval" label={words.approvalFields}>
        <Select mode="multiple" options={options} optionFilterProp="label" />
      </Form.Item>
      <Form.Item name="never" label={words.neverFields}>
        <Select mode="multiple" options={options} optionFilterProp="label" />
      </Form.Item>
      <Form.Item
        name="quota"
        label={words.quota}
        extra={words.quotaHint}
        rules={[{ required: true }]}
      >
        <InputNumber min={0} max={HIGHEST_QUOTA} precision={0} />
      </Form.Item>
      <RoleQuotas />
      <Form.Item
        name="sample_percent"
        label={words.sample}
        extra={words.sampleHint}
        rules={[{ required: true }]}
      >
        <InputNumber min={0} max={FULL} precision={0} />
      </Form.Item>
      <Form.Item name="most_customers" label={words.most} rules={[{ required: true }]}>
        <InputNumber min={1} max={MOST_CUSTOMERS} precision={0} />
      </Form.Item>
      <Form.Item
        name="export_rows"
        label={words.exportRows}
        extra={words.exportRowsHint}
        rules={[{ required: true }]}
      >
        <InputNumber min={0} max={MOST_ROWS} precision={0} />
      </Form.Item>
      <Form.Item name="export_hours" label={words.exportHours} rules={[{ required: true }]}>
        <InputNumber min={1} max={LONGEST_HOURS} precision={0} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {c.save}
      </Button>
    </Form>
  );
}
