import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Flex, Input, Table, type TableProps } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n";
import { locale } from "./locale";

/** A line before it is sent: a new one has no id yet, but a place in the table. */
export type Keyed<T> = T & { key: number };

type Flag<T> = {
  field: keyof T & string;
  title: string;
  of: (line: Keyed<T>) => string;
};

type Props<T> = {
  lines: Keyed<T>[];
  onChange: (lines: Keyed<T>[]) => void;
  /** Which fields hold the two names. */
  zh: keyof T & string;
  en: keyof T & string;
  texts: { zhOf: (place: number) => string; enOf: (place: number) => string; add: string };
  /** What a new line begins with. */
  blank: T;
  /** Whether a line is in use, or no longer. */
  flag: Flag<T>;
  between?: TableProps<Keyed<T>>["columns"];
  after?: TableProps<Keyed<T>>["columns"];
  children?: ReactNode;
};

export const keyed = <T,>(lines: readonly T[]): Keyed<T>[] =>
  lines.map((line, key) => ({ ...line, key }));

/** A list of what has a name in both languages, edited in place. */
export function NamesTable<T extends object>(props: Props<T>) {
  const { lines, onChange, zh, en, texts, blank, flag, between = [], after = [] } = props;
  const t = useTexts(locale);
  const put = (line: Keyed<T>, field: string, value: unknown) =>
    onChange(lines.map((each) => (each.key === line.key ? { ...each, [field]: value } : each)));
  const add = () => {
    const key = lines.reduce((most, line) => Math.max(most, line.key), 0) + 1;
    onChange([...lines, { ...blank, key }]);
  };
  const name = (field: keyof T & string, title: string, label: (place: number) => string) => ({
    title,
    key: field,
    render: (_: unknown, line: Keyed<T>, place: number) => (
      <Input
        aria-label={label(place + 1)}
        maxLength={40}
        value={String(line[field])}
        onChange={(event) => put(line, field, event.target.value)}
      />
    ),
  });
  return (
    <>
      <Table<Keyed<T>>
        size="small"
        rowKey="key"
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={lines}
        columns={[
          name(zh, t.zhName, texts.zhOf),
          name(en, t.enName, texts.enOf),
          ...between,
          {
            title: flag.title,
            key: flag.field,
            render: (_, line) => (
              <Checkbox
                aria-label={flag.of(line)}
                checked={Boolean(line[flag.field])}
                onChange={(event) => put(line, flag.field, event.target.checked)}
              />
            ),
          },
          ...after,
        ]}
      />
      <Flex gap={8} className="names-foot">
        <Button icon={<PlusOutlined aria-hidden />} onClick={add}>
          {texts.add}
        </Button>
        {props.children}
      </Flex>
    </>
  );
}
