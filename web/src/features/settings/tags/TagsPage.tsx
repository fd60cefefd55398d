import { Alert, Button, Flex, Form, Input, Modal, Popconfirm, Select, Table, Tag } from "antd";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { common } from "../../../ui/locale";
import { PersonSelect } from "../../../ui/PersonSelect";
import { EmptyState, QueryState } from "../../../ui/states";
import { useAddTag, useAllTags, useChangeTag, useDeleteTag, useMergeTag } from "../api";
import { FormDialog } from "../FormDialog";
import { locale } from "../locale";
import { SectionHead } from "../SectionHead";
import type { Tag as TagRow } from "../types";

const COLOURS = ["blue", "green", "gold", "orange", "red", "purple", "cyan", "magenta", "default"];

type Values = { name: string; colour: string; owner_id?: string | null };

export function TagsPage() {
  const t = useTexts(locale);
  const phone = usePhone();
  const c = useTexts(common);
  const tags = useAllTags();
  const remove = useDeleteTag();
  const [editing, setEditing] = useState<TagRow | "new" | null>(null);
  const [merging, setMerging] = useState<TagRow | null>(null);
  return (
    <>
      <SectionHead
        title={t.pages.tags}
        hint={t.tags.hint}
        action={
          <Button type="primary" onClick={() => setEditing("new")}>
            {t.tags.add}
          </Button>
        }
      />
      {remove.isError && <Alert type="error" showIcon title={errorText(remove.error)} />}
      <QueryState query={tags}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t.tags.none} />
          ) : (
            <Table
              rowKey="id"
              dataSource={rows}
              pagination={false}
              scroll={phone ? undefined : { x: 480 }}
              columns={[
                {
                  title: t.name,
                  key: "name",
                  render: (_, row) => <Tag color={row.colour}>{row.name}</Tag>,
                },
                {
                  title: t.tags.owner,
                  key: "owner",
                  responsive: ["md"],
                  render: (_, row) => row.owner?.name ?? "–",
                },
                {
                  title: t.tags.used,
                  key: "used",
                  className: "num",
                  width: 96,
                  render: (_, row) => row.customers ?? "–",
                },
                {
                  title: t.actions,
                  key: "actions",
                  width: phone ? 104 : 250,
                  render: (_, row) => (
                    <Flex gap={4} wrap>
                      <Button size="small" type="link" onClick={() => setEditing(row)}>
                        {c.edit}
                      </Button>
                      <Button size="small" type="link" onClick={() => setMerging(row)}>
                        {t.tags.merge}
                      </Button>
                      <Popconfirm
                        title={t.tags.removeSure(row.name)}
                        onConfirm={() => remove.mutate(row.id)}
                      >
                        <Button size="small" type="link" danger>
                          {t.tags.remove}
                        </Button>
                      </Popconfirm>
                    </Flex>
                  ),
                },
              ]}
            />
          )
        }
      </QueryState>
      {editing && (
        <TagDialog tag={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      )}
      {merging && (
        <MergeDialog tag={merging} tags={tags.data ?? []} onClose={() => setMerging(null)} />
      )}
    </>
  );
}

function TagDialog({ tag, onClose }: { tag: TagRow | null; onClose: () => void }) {
  const t = useTexts(locale);
  const [form] = Form.useForm<Values>();
  const add = useAddTag();
  const change = useChangeTag();
  const saving = tag ? change : add;
  return (
    <FormDialog<Values>
      title={tag ? t.tags.change : t.tags.add}
      form={form}
      initial={{ name: tag?.name ?? "", colour: tag?.colour ?? "blue", owner_id: tag?.owner?.id }}
      busy={saving.isPending}
      error={saving.error}
      onSave={({ name, colour, owner_id }) =>
        tag
          ? change.mutate(
              { id: tag.id, name, colour, owner_id: owner_id ?? null },
              { onSuccess: onClose },
            )
          : add.mutate({ name, colour }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t.name}
        rules={[{ required: true, whitespace: true, message: t.nameMissing }]}
      >
        <Input autoFocus maxLength={64} />
      </Form.Item>
      <Form.Item name="colour" label={t.tags.colour}>
        <Select
          options={COLOURS.map((colour) => ({
            value: colour,
            label: <Tag color={colour}>{colour}</Tag>,
          }))}
        />
      </Form.Item>
      {tag && (
        <Form.Item name="owner_id" label={t.tags.owner}>
          <PersonSelect name={tag.owner?.name} allowClear />
        </Form.Item>
      )}
    </FormDialog>
  );
}

type MergeProps = { tag: TagRow; tags: TagRow[]; onClose: () => void };

function MergeDialog({ tag, tags, onClose }: MergeProps) {
  const t = useTexts(locale);
  const merge = useMergeTag();
  const [into, setInto] = useState<string | null>(null);
  return (
    <Modal
      open
      title={t.tags.mergeTitle(tag.name)}
      okButtonProps={{ disabled: !into }}
      confirmLoading={merge.isPending}
      onOk={() => into && merge.mutate({ id: tag.id, into }, { onSuccess: onClose })}
      onCancel={onClose}
    >
      {merge.isError && <Alert type="error" showIcon title={errorText(merge.error)} />}
      <p>{t.tags.mergeHint}</p>
      <Select
        aria-label={t.tags.mergeTitle(tag.name)}
        className="field-wide"
        style={{ width: "100%" }}
        showSearch={{ optionFilterProp: "label" }}
        value={into}
        onChange={setInto}
        options={tags
          .filter((each) => each.id !== tag.id)
          .map((each) => ({ value: each.id, label: each.name }))}
      />
    </Modal>
  );
}
