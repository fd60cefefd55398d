import { DatePicker, Flex, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useGroups, useTags, withPaths } from "../../../api/directory";
import type { Field } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { PersonSelect } from "../../../ui/PersonSelect";
import { RegionSelect } from "../../../ui/RegionSelect";
import { relativeText } from "./conditionText";
import { isRelative } from "./filters";
import { listTexts } from "./locale";

type Value = string | string[] | undefined;
type Props = { field: Field; op: string; value: Value; onChange: (value: Value) => void };

const RELATIVE_DAYS = [0, -7, -30, -90, -365, 7, 30];

function DateValue(props: { value: string; label: string; onChange: (value: string) => void }) {
  const t = useTexts(listTexts);
  const relative = RELATIVE_DAYS.map((days) => {
    const value = days === 0 ? "today" : `today${days > 0 ? "+" : ""}${days}`;
    return { value, label: relativeText(value, t) };
  });
  const fixed = props.value !== "" && !isRelative(props.value);
  return (
    <Flex gap={6} wrap>
      <Select
        aria-label={`${props.label} ${t.relative}`}
        placeholder={t.relative}
        style={{ flex: 1, minWidth: 120 }}
        options={relative}
        value={isRelative(props.value) ? props.value : undefined}
        onChange={props.onChange}
      />
      <DatePicker
        aria-label={`${props.label} ${t.fixedDate}`}
        style={{ flex: 1, minWidth: 130 }}
        value={fixed ? dayjs(props.value) : null}
        onChange={(day) => props.onChange(day?.format("YYYY-MM-DD") ?? "")}
      />
    </Flex>
  );
}

function LinkValue({ field, op, value, onChange }: Props) {
  const tags = useTags(field.code === "tags");
  const groups = useGroups(field.code === "groups");
  const found = field.code === "groups" ? withPaths(groups.data ?? []) : (tags.data ?? []);
  const options = found.map(({ id, name }) => ({ value: id, label: name }));
  return <Choice label={field.label} many={op === "any"} {...{ options, value, onChange }} />;
}

type ChoiceProps = {
  label: string;
  many: boolean;
  options: { value: string; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
};

function Choice({ label, many, options, value, onChange }: ChoiceProps) {
  const common = { options, style: { width: "100%" }, "aria-label": label };
  const search = { optionFilterProp: "label" };
  return many ? (
    <Select
      mode="multiple"
      {...common}
      showSearch={search}
      value={[value ?? []].flat()}
      onChange={onChange}
    />
  ) : (
    <Select {...common} showSearch={search} value={[value].flat()[0]} onChange={onChange} />
  );
}

function One({ field, op, value, onChange }: Props) {
  const text = typeof value === "string" ? value : "";
  const label = field.label;
  if (field.type === "date") return <DateValue value={text} label={label} onChange={onChange} />;
  if (["number", "money", "integer"].includes(field.type)) {
    return (
      <InputNumber
        stringMode
        style={{ width: "100%" }}
        aria-label={label}
        value={text}
        onChange={(number) => onChange(number === null ? "" : String(number))}
      />
    );
  }
  const tail = op === "tail";
  return (
    <Input
      aria-label={label}
      value={text}
      inputMode={tail ? "numeric" : undefined}
      maxLength={tail ? 4 : 200}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The right input for a field and an operation. */
export function ValueInput(props: Props) {
  const t = useTexts(listTexts);
  const { yes, no } = useTexts(common);
  const { field, op, value, onChange } = props;
  if (op === "between") {
    const [from = "", until = ""] = Array.isArray(value) ? value : [];
    return (
      <Flex vertical gap={6}>
        <span className="muted small">{t.from}</span>
        <One {...props} value={from} onChange={(next) => onChange([String(next ?? ""), until])} />
        <span className="muted small">{t.until}</span>
        <One {...props} value={until} onChange={(next) => onChange([from, String(next ?? "")])} />
      </Flex>
    );
  }
  if (field.type === "tags") return <LinkValue {...props} />;
  if (field.type === "boolean") {
    const options = [
      { value: "true", label: yes },
      { value: "false", label: no },
    ];
    return <Choice label={field.label} many={false} {...{ options, value, onChange }} />;
  }
  if (field.options.length > 0) {
    return (
      <Choice
        label={field.label}
        many={op === "any"}
        options={field.options}
        {...{ value, onChange }}
      />
    );
  }
  if (field.type === "user" && op !== "any") {
    const id = typeof value === "string" ? value : null;
    return (
      <PersonSelect aria-label={field.label} value={id} onChange={(next) => onChange(next ?? "")} />
    );
  }
  if (field.type === "region") {
    return (
      <RegionSelect
        aria-label={field.label}
        value={typeof value === "string" ? value : ""}
        onChange={onChange}
      />
    );
  }
  if (op === "any") {
    return (
      <Select
        mode="tags"
        aria-label={field.label}
        style={{ width: "100%" }}
        value={[value ?? []].flat()}
        onChange={onChange}
      />
    );
  }
  return <One {...props} />;
}
