import { Alert, Button, Flex, Table, Tag, Typography } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { type Field, useFields } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { EmptyState, QueryState } from "../../../ui/states";
import { useChangeField } from "../api";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import { FieldDialog } from "./FieldDialog";
import { Templates } from "./Templates";

export function FieldsPage() {
  const t = useTexts(locale);
  const phone = usePhone();
  const c = useTexts(common);
  const fields = useFields();
  const change = useChangeField();
  const [editing, setEditing] = useState<Field | "new" | null>(null);
  const words = t.fields;
  const columns: ColumnsType<Field> = [
    {
      title: t.name,
      key: "label",
      render: (_, field) => (
        <>
          {field.label} {!field.active && <Tag>{words.inactive}</Tag>}
          <div className="small muted">{field.code}</div>
        </>
      ),
    },
    {
      title: words.type,
      key: "type",
      render: (_, field) => (words.types as Record<string, string>)[field.type] ?? field.type,
    },
    {
      title: words.kinds,
      key: "kinds",
      responsive: ["md"],
      render: (_, field) =>
        field.kinds
          .map((kind) => (words.kindNames as Record<string, string>)[kind] ?? kind)
          .join(" · "),
    },
    {
      title: words.sensitivity,
      key: "sensitivity",
      responsive: ["lg"],
      render: (_, field) =>
        (words.sensitivities as Record<string, string>)[field.sensitivity] ?? field.sensitivity,
    },
    {
      title: t.actions,
      key: "actions",
      width: phone ? 88 : 180,
      render: (_, field) => (
        <Flex gap={4} wrap>
          <Button size="small" type="link" onClick={() => setEditing(field)}>
            {c.edit}
          </Button>
          <Button
            size="small"
            type="link"
            onClick={() => change.mutate({ code: field.code, active: !field.active })}
          >
            {field.active ? words.deactivate : words.activate}
          </Button>
        </Flex>
      ),
    },
  ];
  return (
    <>
      <SectionHead
        title={t.pages.fields}
        hint={words.hint}
        action={
          <Button type="primary" onClick={() => setEditing("new")}>
            {words.add}
          </Button>
        }
      />
      {change.isError && <Alert type="error" showIcon title={errorText(change.error)} />}
      <Templates />
      <Typography.Title level={3} className="field-heading">
        {words.custom}
      </Typography.Title>
      <QueryState query={fields}>
        {(data) => {
          const custom = data.fields.filter((field) => field.custom);
          if (custom.length === 0) return <EmptyState title={words.none} />;
          return (
            <Table
              rowKey="code"
              columns={columns}
              dataSource={custom}
              pagination={false}
              scroll={phone ? undefined : { x: 480 }}
            />
          );
        }}
      </QueryState>
      {editing && (
        <FieldDialog field={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
