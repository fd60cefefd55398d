import { FilterOutlined } from "@ant-design/icons";
import { Button, Popover, Skeleton, Tag } from "antd";
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { useGroups, usePeople, useTags } from "../../../api/directory";
import { type Fields, useFields } from "../../../api/fields";
import { useMe } from "../../../api/session";
import { useLanguage, useTexts } from "../../../lib/i18n";
import { useKeys } from "../../../lib/keyboard";
import { levelTexts } from "../../../ui/levels/locale";
import { conditionText, type Names } from "./conditionText";
import { figureFields, levelField } from "./figures";
import type { Condition } from "./filters";
import { listTexts } from "./locale";

// The date picker is heavy and most visits do not build a filter.
const ConditionEditor = lazy(async () => ({
  default: (await import("./ConditionEditor")).ConditionEditor,
}));

type Props = { filter: Condition[]; onChange: (filter: Condition[]) => void };

function useNames(filter: Condition[]): Names {
  const uses = (code: string) => filter.some((each) => each.field === code);
  const me = useMe();
  const tags = useTags(uses("tags"));
  const groups = useGroups(uses("groups"));
  const people = usePeople("", uses("owner"));
  return useMemo(() => {
    const known = [...(tags.data ?? []), ...(groups.data ?? []), ...(people.data ?? []), me.user];
    return new Map(known.map(({ id, name }) => [id, name]));
  }, [tags.data, groups.data, people.data, me.user]);
}

type EditorProps = {
  register: Fields;
  condition: Condition | null;
  open: boolean;
  onOpen: (open: boolean) => void;
  onApply: (condition: Condition) => void;
  children: ReactNode;
};

function EditorPopover({ register, condition, open, onOpen, onApply, children }: EditorProps) {
  const t = useTexts(listTexts);
  const trigger = useRef<HTMLSpanElement>(null);
  const change = (next: boolean) => {
    // The closing editor would take the focus with it into nowhere, and the keys too.
    if (!next && document.activeElement?.closest(".condition")) {
      trigger.current?.querySelector("button")?.focus();
    }
    onOpen(next);
  };
  const content = (
    <Suspense fallback={<Skeleton active style={{ width: 280 }} />}>
      <ConditionEditor
        fields={register.fields}
        groups={register.groups}
        condition={condition}
        onApply={(next) => {
          onApply(next);
          change(false);
        }}
      />
    </Suspense>
  );
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      title={t.addFilter}
      destroyOnHidden
      {...{ open, content }}
      onOpenChange={change}
    >
      <span ref={trigger}>{children}</span>
    </Popover>
  );
}

export function FilterBar({ filter, onChange }: Props) {
  const t = useTexts(listTexts);
  const english = useLanguage() === "en";
  const l = useTexts(levelTexts);
  const { clearance } = useMe();
  const { data } = useFields();
  const register = useMemo(
    () =>
      data && {
        ...data,
        fields: [
          ...data.fields,
          ...figureFields(t.figures),
          levelField(l.classification, l.names, clearance),
        ],
      },
    [data, t, l, clearance],
  );
  const names = useNames(filter);
  // Which condition is being edited: an index, "new", or none.
  const [editing, setEditing] = useState<number | "new" | null>(null);
  useKeys([{ keys: "/", label: t.focusFilter, group: t.keysGroup, run: () => setEditing("new") }]);
  if (!register) return null;
  return (
    <>
      {filter.map((condition, index) => {
        const field = register.fields.find((each) => each.code === condition.field);
        const text = conditionText(condition, field, names, t, english);
        return (
          <EditorPopover
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
            key={index}
            register={register}
            condition={condition}
            open={editing === index}
            onOpen={(open) => setEditing(open ? index : null)}
            onApply={(next) => onChange(filter.map((each, at) => (at === index ? next : each)))}
          >
            <Tag
              className="condition-chip"
              closable={{ "aria-label": `${t.clearFilters}: ${text}` }}
              onClose={(event) => {
                event.preventDefault();
                onChange(filter.filter((_, at) => at !== index));
              }}
            >
              <button type="button" className="bare" aria-label={t.editFilter(text)}>
                {text}
              </button>
            </Tag>
          </EditorPopover>
        );
      })}
      <EditorPopover
        register={register}
        condition={null}
        open={editing === "new"}
        onOpen={(open) => setEditing(open ? "new" : null)}
        onApply={(next) => onChange([...filter, next])}
      >
        <Button icon={<FilterOutlined aria-hidden />}>{t.addFilter}</Button>
      </EditorPopover>
      {filter.length > 1 && (
        <Button type="link" onClick={() => onChange([])}>
          {t.clearFilters}
        </Button>
      )}
    </>
  );
}
