import { Alert, Button, Tag, Typography } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { QueryState } from "../../../ui/states";
import { useApplyTemplate, useTemplates } from "../api";
import { locale } from "../locale";

/** Sets of fields for an industry, each added by one click. */
export function Templates() {
  const t = useTexts(locale);
  const templates = useTemplates();
  const apply = useApplyTemplate();
  return (
    <section aria-label={t.fields.templates}>
      <Typography.Title level={3} className="field-heading">
        {t.fields.templates}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{t.fields.templatesHint}</Typography.Paragraph>
      {apply.isError && <Alert type="error" showIcon title={errorText(apply.error)} />}
      <QueryState query={templates}>
        {(rows) => (
          <div className="templates">
            {rows.map((template) => (
              <article key={template.code} className="template">
                <Typography.Text strong>{template.label}</Typography.Text>
                <Typography.Text type="secondary" className="small grow">
                  {template.fields.map((field) => field.label).join(" · ")}
                </Typography.Text>
                {template.applied ? (
                  <div>
                    <Tag color="green">{t.fields.applied}</Tag>
                  </div>
                ) : (
                  <Button
                    size="small"
                    loading={apply.isPending && apply.variables === template.code}
                    onClick={() => apply.mutate(template.code)}
                  >
                    {t.fields.apply}
                  </Button>
                )}
              </article>
            ))}
          </div>
        )}
      </QueryState>
    </section>
  );
}
