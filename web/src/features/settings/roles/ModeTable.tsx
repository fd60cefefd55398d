import { Button, Select, Table, Typography } from "antd";
import { useFields } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { common } from "../../../ui/locale";
import { locale } from "../locale";
import type { FieldModes, Place } from "../types";
import { CLASSES, LEVELS, modeAt, PLACES, withMode, withoutLine } from "./modes";

type Line = { code: string; label: string; sensitivity: string; removable: boolean };
type Props = { modes: FieldModes; fixed: boolean; onChange: (modes: FieldModes) => void };

/** Three lines for the classes of fields, and one for every field that differs from its class. */
export function ModeTable({ modes, fixed, onChange }: Props) {
  const t = useTexts(locale);
  const c = useTexts(common);
  const words = t.roles;
  const fields = useFields().data?.fields ?? [];
  const classes: Line[] = CLASSES.map((name) => ({
    code: `*${name}`,
    label: words.classes[name],
    sensitivity: name,
    removable: false,
  }));
  const single: Line[] = Object.keys(modes)
    .filter((code) => !code.startsWith("*"))
    .map((code) => {
      const field = fields.find((each) => each.code === code);
      return {
        code,
        label: field?.label ?? code,
        sensitivity: field?.sensitivity ?? "clear",
        removable: true,
      };
    });
  const rest = fields.filter((field) => !(field.code in modes));
  const levels = LEVELS.map((level) => ({ value: level, label: words.levels[level] }));

  return (
    <section>
      <Typography.Text strong>{words.modes}</Typography.Text>
      <Typography.Paragraph type="secondary">{words.modesHint}</Typography.Paragraph>
      <Table
        className="mode-table"
        rowKey="code"
        size="small"
        pagination={false}
        scroll={{ x: 560 }}
        dataSource={[...classes, ...single]}
        columns={[
          { title: words.field, dataIndex: "label" },
          ...PLACES.map((place: Place) => ({
            title: words.places[place],
            key: place,
            width: 104,
            render: (_: unknown, line: Line) => (
              <Select
                aria-label={`${line.label}: ${words.places[place]}`}
                disabled={fixed}
                options={levels}
                value={modeAt(modes, line.code, line.sensitivity, place)}
                onChange={(mode) => onChange(withMode(modes, line.code, place, mode))}
              />
            ),
          })),
          {
            title: "",
            key: "remove",
            width: 64,
            render: (_, line) =>
              line.removable &&
              !fixed && (
                <Button
                  size="small"
                  type="link"
                  onClick={() => onChange(withoutLine(modes, line.code))}
                >
                  {c.remove}
                </Button>
              ),
          },
        ]}
      />
      {!fixed && (
        <Select
          aria-label={words.addLine}
          placeholder={words.addLine}
          style={{ marginTop: 8, minWidth: 240 }}
          showSearch={{ optionFilterProp: "label" }}
          value={null}
          options={rest.map((field) => ({ value: field.code, label: field.label }))}
          onChange={(code: string | null) =>
            code && onChange({ ...modes, [code]: {} as FieldModes[string] })
          }
        />
      )}
    </section>
  );
}
