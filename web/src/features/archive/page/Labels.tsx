import { EditOutlined } from "@ant-design/icons";
import { App, Button, Flex, Popover, Tag } from "antd";
import { useState } from "react";
import { useGroups, useTags, withPaths } from "../../../api/directory";
import { useTexts } from "../../../lib/i18n";
import { CheckList } from "../../../ui/CheckList";
import { errorText } from "../../../ui/errorText";
import { TagChips } from "../../../ui/TagChips";
import type { CustomerDetail } from "../types";
import { type Labels, useSetLabels } from "./api";
import { pageTexts } from "./locale";

type Option = { id: string; name: string };

type ChooserProps = {
  title: string;
  options: Option[];
  chosen: string[];
  pending: boolean;
  onSave: (ids: string[]) => void;
};

function Chooser({ title, options, chosen, pending, onSave }: ChooserProps) {
  const t = useTexts(pageTexts);
  const [ids, setIds] = useState(chosen);
  return (
    <Flex vertical gap={8} style={{ width: 260 }}>
      <CheckList
        autoFocus
        label={title}
        options={options.map(({ id, name }) => ({ value: id, label: name }))}
        value={ids}
        onChange={setIds}
      />
      <Flex justify="end">
        <Button type="primary" loading={pending} onClick={() => onSave(ids)}>
          {t.save}
        </Button>
      </Flex>
    </Flex>
  );
}

type Props = { customer: CustomerDetail; locked: boolean };

function LabelEditor(props: {
  customerId: string;
  title: string;
  /** What there is to choose from, asked for once somebody wants to. */
  useOptions: (wanted: boolean) => Option[];
  chosen: string[];
  order: (ids: string[]) => Labels;
}) {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const options = props.useOptions(open);
  const set = useSetLabels(props.customerId);
  const save = (ids: string[]) =>
    set.mutate(props.order(ids), {
      onSuccess: () => setOpen(false),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      title={props.title}
      open={open}
      onOpenChange={setOpen}
      content={<Chooser {...props} options={options} pending={set.isPending} onSave={save} />}
    >
      <Button
        type="text"
        size="small"
        icon={<EditOutlined aria-hidden />}
        aria-label={props.title}
      />
    </Popover>
  );
}

const useTagOptions = (wanted: boolean): Option[] => useTags(wanted).data ?? [];
const useGroupOptions = (wanted: boolean): Option[] => withPaths(useGroups(wanted).data ?? []);

export function TagLabels({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  return (
    <span className="labels">
      <TagChips tags={customer.tags} />
      {!locked && (
        <LabelEditor
          customerId={customer.id}
          title={t.editTags}
          useOptions={useTagOptions}
          chosen={customer.tags.map((tag) => tag.id)}
          order={(ids) => ({ tags: ids })}
        />
      )}
    </span>
  );
}

export function GroupLabels({ customer, locked }: Props) {
  const t = useTexts(pageTexts);
  return (
    <span className="labels">
      <span className="chips">
        {customer.groups.map((group) => (
          <Tag key={group.id}>{group.name}</Tag>
        ))}
      </span>
      {!locked && (
        <LabelEditor
          customerId={customer.id}
          title={t.editGroups}
          useOptions={useGroupOptions}
          chosen={customer.groups.map((group) => group.id)}
          order={(ids) => ({ groups: ids })}
        />
      )}
    </span>
  );
}
