import { Flex, Form, Input, InputNumber, Select } from "antd";
import type { Field } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { DayInput } from "./DayInput";
import { fieldsFor, OPERATORS, READY, sortOf, withRangeField } from "./draft";
import { ruleTexts } from "./locale";
import type { RuleDraft } from "./types";

type Props = { draft: RuleDraft; fields: Field[]; onChange: (draft: RuleDraft) => void };

const options = (fields: Field[]) => fields.map(({ code, label }) => ({ value: code, label }));
const search = { optionFilterProp: "label" };

/** Only what the chosen test needs. */
export function TestInputs(props: Props) {
  const { draft } = props;
  if (draft.test === "required") return <Needed {...props} />;
  if (draft.test === "compare") return <Pair {...props} />;
  return (
    <>
      <OneField {...props} />
      {draft.test === "pattern" && <Shape {...props} />}
      {draft.test === "range" && draft.fields[0] && <Range {...props} />}
    </>
  );
}

function Needed({ draft, fields, onChange }: Props) {
  const words = useTexts(ruleTexts);
  return (
    <Form.Item label={words.fieldsAny} htmlFor="rule-fields">
      <Select
        id="rule-fields"
        mode="multiple"
        maxCount={10}
        showSearch={search}
        notFoundContent={words.noSuchField}
        value={draft.fields}
        options={options(fieldsFor(fields, draft))}
        onChange={(chosen) => onChange({ ...draft, fields: chosen })}
      />
    </Form.Item>
  );
}

function OneField({ draft, fields, onChange }: Props) {
  const words = useTexts(ruleTexts);
  const choose = (code: string) => {
    const field = fields.find((each) => each.code === code);
    onChange(draft.test === "range" ? withRangeField(draft, field) : { ...draft, fields: [code] });
  };
  return (
    <Form.Item
      label={words.field}
      htmlFor="rule-field"
      extra={draft.test === "unique" ? words.uniqueHint : undefined}
    >
      <Select
        id="rule-field"
        showSearch={search}
        notFoundContent={words.noSuchField}
        value={draft.fields[0]}
        options={options(fieldsFor(fields, draft))}
        onChange={choose}
      />
    </Form.Item>
  );
}

function Pair({ draft, fields, onChange }: Props) {
  const words = useTexts(ruleTexts);
  const fit = fieldsFor(fields, draft);
  const left = fit.find(({ code }) => code === draft.fields[0]);
  const sort = sortOf(left);
  const names = sort === "date" ? words.dateOperators : words.numberOperators;
  const operators = sort === "text" ? (["eq", "ne"] as const) : OPERATORS;
  const rights = fit.filter((each) => each !== left && sortOf(each) === sort);
  const chooseLeft = (code: string) => {
    const kind = sortOf(fit.find((each) => each.code === code));
    const kept = kind === sort && draft.fields[1] !== code ? draft.fields[1] : undefined;
    const operator = kind === "text" && !/^(eq|ne)$/.test(draft.operator) ? "eq" : draft.operator;
    onChange({ ...draft, operator, fields: kept ? [code, kept] : [code] });
  };
  return (
    <>
      <Form.Item label={words.left} htmlFor="rule-left">
        <Select
          id="rule-left"
          showSearch={search}
          notFoundContent={words.noSuchField}
          value={draft.fields[0]}
          options={options(fit)}
          onChange={chooseLeft}
        />
      </Form.Item>
      <Flex gap={12} wrap>
        <Form.Item label={words.operator} htmlFor="rule-operator" className="rule-narrow">
          <Select
            id="rule-operator"
            value={draft.operator}
            options={operators.map((value) => ({ value, label: names[value] }))}
            onChange={(operator) => onChange({ ...draft, operator })}
          />
        </Form.Item>
        <Form.Item label={words.right} htmlFor="rule-right" className="rule-grow">
          <Select
            id="rule-right"
            showSearch={search}
            disabled={!left}
            value={draft.fields[1]}
            options={options(rights)}
            onChange={(code) => onChange({ ...draft, fields: [draft.fields[0] ?? "", code] })}
          />
        </Form.Item>
      </Flex>
    </>
  );
}

function Shape({ draft, onChange }: Props) {
  const words = useTexts(ruleTexts);
  const ready = Object.entries(READY).find(([, text]) => text === draft.pattern && !draft.mask);
  const chosen = draft.mask ? "mask" : (ready?.[0] ?? "regex");
  const choose = (name: string) => {
    const pattern = (READY as Record<string, string>)[name] ?? "";
    onChange({ ...draft, pattern, mask: name === "mask" });
  };
  return (
    <>
      <Form.Item label={words.shape} htmlFor="rule-shape">
        <Select
          id="rule-shape"
          value={chosen}
          options={Object.entries(words.shapes).map(([value, label]) => ({ value, label }))}
          onChange={choose}
        />
      </Form.Item>
      {!ready && (
        <Form.Item
          label={draft.mask ? words.mask : words.regex}
          htmlFor="rule-pattern"
          extra={draft.mask ? words.maskHint : words.regexHint}
        >
          <Input
            id="rule-pattern"
            className="rule-code"
            maxLength={500}
            value={draft.pattern}
            onChange={({ target }) => onChange({ ...draft, pattern: target.value })}
          />
        </Form.Item>
      )}
    </>
  );
}

function Range({ draft, fields, onChange }: Props) {
  const words = useTexts(ruleTexts);
  const sort = sortOf(fields.find(({ code }) => code === draft.fields[0]));
  const dated = sort === "date" && draft.measure === "value";
  const names = dated
    ? [words.earliest, words.latest]
    : sort === "number" && draft.measure === "value"
      ? [words.least, words.greatest]
      : [words.shortest, words.longest];
  const limits = (["least", "greatest"] as const).map((side, index) => {
    const set = (text: string) => onChange({ ...draft, [side]: text });
    const id = `rule-${side}`;
    return (
      <Form.Item
        key={side}
        label={names[index]}
        htmlFor={id}
        className={dated ? undefined : "rule-grow"}
      >
        {dated ? (
          <DayInput id={id} value={draft[side]} onChange={set} />
        ) : (
          <InputNumber
            id={id}
            stringMode
            className="rule-number"
            value={draft[side] || null}
            min={draft.measure === "length" ? "0" : undefined}
            onChange={(value) => set(value === null ? "" : String(value))}
          />
        )}
      </Form.Item>
    );
  });
  return (
    <Flex gap={12} wrap={!dated} vertical={dated}>
      {limits}
    </Flex>
  );
}
