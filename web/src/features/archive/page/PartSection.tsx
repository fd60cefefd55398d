import { DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { type Resource, usePart } from "./api";
import { pageTexts } from "./locale";
import { PartDialog, type PartInput, type PartValues } from "./PartDialog";

export type PartItem = {
  id: string;
  /** What the question before deleting names. */
  name: string;
  content: ReactNode;
  /** What the form starts with; without it the row cannot be changed, only removed. */
  values?: PartValues;
};

type Props = {
  customerId: string;
  resource: Resource;
  title: string;
  items: PartItem[];
  addInputs: PartInput[];
  changeInputs?: PartInput[];
  addStart?: PartValues;
  locked: boolean;
  empty?: string;
  /** Where what is typed and what is sent differ. */
  toBody?: (values: PartValues) => PartValues;
  /** Beside the row: further things that belong to it. */
  below?: (id: string) => ReactNode;
};

// An input left empty on purpose keeps what is stored: a masked value is never sent back.
const withoutEmpty = (values: PartValues, keep: PartInput[]) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        value !== undefined &&
        !(value === "" && keep.some((each) => each.name === name && each.hint)),
    ),
  );

/** A list of rows that hang on the customer, with adding, changing and removing. */
export function PartSection(props: Props) {
  const { customerId, resource, title, items, locked } = props;
  const t = useTexts(pageTexts);
  const { modal, message } = App.useApp();
  const part = usePart(customerId, resource);
  const [editing, setEditing] = useState<PartItem | "new" | null>(null);
  const close = () => {
    part.reset();
    setEditing(null);
  };
  const inputs = (editing === "new" ? props.addInputs : props.changeInputs) ?? [];
  const submit = (values: PartValues) => {
    const kept = withoutEmpty(values, inputs);
    const body = props.toBody?.(kept) ?? kept;
    const order = editing === "new" || !editing ? { add: body } : { change: editing.id, to: body };
    part.mutate(order, { onSuccess: close });
  };
  const remove = (item: PartItem) =>
    modal.confirm({
      title: t.removeSure(item.name),
      okText: t.remove,
      okButtonProps: { danger: true },
      onOk: () =>
        part.mutateAsync({ remove: item.id }).catch((error) => message.error(errorText(error))),
    });
  if (locked && items.length === 0) return null;
  return (
    <section id={`part-${resource}`} className="section" aria-label={title}>
      <h2>
        {title}
        {!locked && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            aria-label={`${t.add} ${title}`}
            onClick={() => setEditing("new")}
          />
        )}
      </h2>
      {items.length === 0 && props.empty && <p className="muted">{props.empty}</p>}
      <ul className="parts">
        {items.map((item) => (
          <li key={item.id}>
            <div className="part-body">
              <div className="part-content">{item.content}</div>
              {props.below?.(item.id)}
            </div>
            {!locked && (
              <span className="part-actions">
                {item.values && (
                  <Button
                    type="text"
                    size="small"
                    icon={<EditOutlined aria-hidden />}
                    aria-label={`${t.edit} ${item.name}`}
                    onClick={() => setEditing(item)}
                  />
                )}
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={`${t.remove} ${item.name}`}
                  onClick={() => remove(item)}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
      {editing && (
        <PartDialog
          title={`${editing === "new" ? t.add : t.edit} ${title}`}
          inputs={inputs}
          initial={editing === "new" ? (props.addStart ?? {}) : (editing.values ?? {})}
          pending={part.isPending}
          error={part.error}
          onSubmit={submit}
          onClose={close}
        />
      )}
    </section>
  );
}
