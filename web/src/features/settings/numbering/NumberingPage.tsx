import { Alert, Button, Form, Input, Typography } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { QueryState } from "../../../ui/states";
import { useNumbering, useSaveNumbering } from "../api";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import type { Numbering } from "../types";

export function NumberingPage() {
  const t = useTexts(locale);
  const numbering = useNumbering();
  return (
    <>
      <SectionHead title={t.pages.numbering} hint={t.numbering.hint} />
      <QueryState query={numbering}>{(data) => <PatternForm data={data} />}</QueryState>
    </>
  );
}

function PatternForm({ data }: { data: Numbering }) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const save = useSaveNumbering();
  const preview = Array.isArray(data.preview) ? data.preview : [data.preview];
  return (
    <Form
      layout="vertical"
      className="settings-narrow"
      initialValues={{ pattern: data.pattern }}
      onFinish={({ pattern }: { pattern: string }) => save.mutate(pattern)}
    >
      {save.isError && (
        <Alert type="error" showIcon title={errorText(save.error)} className="settings-head" />
      )}
      {save.isSuccess && (
        <Alert type="success" showIcon title={c.saved} className="settings-head" />
      )}
      <Form.Item
        name="pattern"
        label={t.numbering.pattern}
        extra={t.numbering.places}
        rules={[{ required: true, message: t.numbering.patternMissing }]}
      >
        <Input maxLength={64} />
      </Form.Item>
      <Form.Item label={t.numbering.preview}>
        <Typography.Text code>{preview.join("  ")}</Typography.Text>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {c.save}
      </Button>
    </Form>
  );
}
