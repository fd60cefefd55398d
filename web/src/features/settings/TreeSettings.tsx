import { Alert, Button, Flex, Form, Input, Popconfirm, Select, Table } from "antd";
import { useState } from "react";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { errorText } from "../../ui/errorText";
import { common } from "../../ui/locale";
import { EmptyState } from "../../ui/states";
import { FormDialog } from "./FormDialog";
import { locale } from "./locale";
import { SectionHead } from "./SectionHead";
import { type Node, possibleParents, treeOf } from "./tree";

type Words = {
  title: string;
  hint: string;
  add: string;
  addBelow: string;
  change: string;
  parent: string;
  top: string;
  count: string;
  remove: string;
  removeSure: (name: string) => string;
  none: string;
};
type Values = { name: string; parent_id?: string | null };
type Saving = { isPending: boolean; error: unknown; reset: () => void };
type Props<T extends Node> = {
  rows: readonly T[];
  words: Words;
  countOf: (row: T) => number | null | undefined;
  saving: Saving;
  removing: Saving;
  onSave: (id: string | null, values: Values, done: () => void) => void;
  onRemove: (id: string) => void;
};

/** A tree one can add to, rename in and move about: departments and groups alike. */
export function TreeSettings<T extends Node>(props: Props<T>) {
  const { rows, words, saving, removing } = props;
  const t = useTexts(locale);
  const phone = usePhone();
  const c = useTexts(common);
  const [form] = Form.useForm<Values>();
  const [open, setOpen] = useState<{ id: string | null; values: Values } | null>(null);

  function edit(id: string | null, values: Values) {
    saving.reset();
    setOpen({ id, values });
  }
  const parents = possibleParents(rows, open?.id ?? null);
  return (
    <>
      <SectionHead
        title={words.title}
        hint={words.hint}
        action={
          <Button type="primary" onClick={() => edit(null, { name: "" })}>
            {words.add}
          </Button>
        }
      />
      {removing.error !== null && removing.error !== undefined && (
        <Alert type="error" showIcon title={errorText(removing.error)} className="settings-head" />
      )}
      {rows.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <Table
          rowKey="id"
          dataSource={treeOf(rows)}
          pagination={false}
          defaultExpandAllRows
          scroll={phone ? undefined : { x: 480 }}
          columns={[
            { title: t.name, dataIndex: "name" },
            {
              title: words.count,
              key: "count",
              width: phone ? 64 : 96,
              className: "num",
              render: (_, row) => props.countOf(row) ?? "–",
            },
            {
              title: t.actions,
              key: "actions",
              width: phone ? 104 : 240,
              render: (_, row) => (
                <Flex gap={4} wrap>
                  <Button
                    size="small"
                    type="link"
                    onClick={() => edit(null, { name: "", parent_id: row.id })}
                  >
                    {words.addBelow}
                  </Button>
                  <Button
                    size="small"
                    type="link"
                    onClick={() => edit(row.id, { name: row.name, parent_id: row.parent_id })}
                  >
                    {c.edit}
                  </Button>
                  <Popconfirm
                    title={words.removeSure(row.name)}
                    onConfirm={() => props.onRemove(row.id)}
                  >
                    <Button size="small" type="link" danger>
                      {words.remove}
                    </Button>
                  </Popconfirm>
                </Flex>
              ),
            },
          ]}
        />
      )}
      {open && (
        <FormDialog<Values>
          title={open.id ? words.change : words.add}
          form={form}
          initial={{ ...open.values, parent_id: open.values.parent_id ?? undefined }}
          busy={saving.isPending}
          error={saving.error}
          onSave={(values) =>
            props.onSave(open.id, { ...values, parent_id: values.parent_id ?? null }, () =>
              setOpen(null),
            )
          }
          onClose={() => setOpen(null)}
        >
          <Form.Item
            name="name"
            label={t.name}
            rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
          >
            <Input autoFocus maxLength={120} />
          </Form.Item>
          <Form.Item name="parent_id" label={words.parent}>
            <Select
              allowClear
              placeholder={words.top}
              options={parents.map((each) => ({ value: each.id, label: each.name }))}
            />
          </Form.Item>
        </FormDialog>
      )}
    </>
  );
}
