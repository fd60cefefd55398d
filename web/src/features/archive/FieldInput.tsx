import { Input, Select } from "antd";
import { useTags } from "../../api/directory";
import type { Field } from "../../api/fields";
import { useTexts } from "../../lib/i18n";
import { common } from "../../ui/locale";
import { PersonSelect } from "../../ui/PersonSelect";
import { CustomerSelect } from "./CustomerSelect";

type Props = {
  id?: string;
  /** The name behind an id, while it is the value. */
  name?: string;
  field: Pick<Field, "type" | "options" | "label" | "multi" | "code">;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  onEnter?: () => void;
};

function TagNames({ id, field, value, onChange }: Props) {
  const tags = useTags();
  return (
    <Select
      id={id}
      mode="multiple"
      aria-label={field.label}
      options={(tags.data ?? []).map(({ name }) => ({ value: name, label: name }))}
      value={value.split("\n").filter(Boolean)}
      onChange={(names) => onChange(names.join("\n"))}
    />
  );
}

function Choices({ id, field, value, onChange, autoFocus }: Props) {
  const t = useTexts(common);
  const yesNo = [
    { value: "true", label: t.yes },
    { value: "false", label: t.no },
  ];
  const shared = {
    id,
    autoFocus,
    allowClear: true,
    "aria-label": field.label,
    options: field.type === "boolean" && !field.options.length ? yesNo : field.options,
  };
  return field.type === "multi_choice" ? (
    <Select
      {...shared}
      mode="multiple"
      value={value.split("\n").filter(Boolean)}
      onChange={(values: string[]) => onChange(values.join("\n"))}
    />
  ) : (
    <Select
      {...shared}
      value={value || undefined}
      onChange={(next?: string) => onChange(next ?? "")}
    />
  );
}

const MODES = {
  email: "email",
  url: "url",
  phone: "tel",
  number: "decimal",
  integer: "numeric",
} as const;

/** The input for one field. Any writing is welcome: the server standardises, and keeps what it cannot read. */
export function FieldInput(props: Props) {
  const { id, field, value, onChange, autoFocus, onEnter } = props;
  if (field.type === "tags" && field.code === "tags") return <TagNames {...props} />;
  if (field.type === "boolean" || field.options.length > 0) return <Choices {...props} />;
  if (field.type === "user") {
    return (
      <PersonSelect
        {...{ id, autoFocus, name: props.name }}
        value={value || null}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  }
  if (field.type === "customer") {
    return <CustomerSelect {...{ id, autoFocus, value, onChange, name: props.name }} />;
  }
  if (field.type === "longtext") {
    return (
      <Input.TextArea
        id={id}
        autoFocus={autoFocus}
        aria-label={field.label}
        autoSize={{ minRows: 2, maxRows: 10 }}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Input
      id={id}
      autoFocus={autoFocus}
      aria-label={field.label}
      autoComplete="off"
      inputMode={MODES[field.type as keyof typeof MODES]}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onPressEnter={onEnter}
    />
  );
}
