import { Select, Table, Tooltip, Typography } from "antd";
import type { ColumnsType } from "antd/es/table";
import type { Field } from "../../api/fields";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { locale } from "./locale";
import type { Column, Inspection, Sample } from "./types";

type Choice = { index: number; field: string | null };
type Props = {
  inspection: Inspection;
  fields: Field[];
  busy: boolean;
  onChange: (columns: Choice[]) => void;
};

const KEEP = "";
const SURE = 0.75;
/** Parts of a region that files give in columns of their own; they combine into the field region. */
const PARTS = ["province", "city", "district"] as const;

function SampleText({ sample }: { sample: Sample }) {
  const same = sample.standard === sample.given || !sample.standard;
  const text = (
    <Typography.Text type={sample.valid ? undefined : "warning"} className="sample">
      {sample.given}
      {!same && <span className="muted"> → </span>}
      {!same && sample.standard}
    </Typography.Text>
  );
  return sample.reason ? <Tooltip title={sample.reason}>{text}</Tooltip> : text;
}

function Samples({ column }: { column: Column }) {
  return (
    <div className="samples">
      {column.samples.slice(0, 3).map((sample, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: samples have no identity and never move
        <SampleText key={at} sample={sample} />
      ))}
    </div>
  );
}

export function ColumnTable({ inspection, fields, busy, onChange }: Props) {
  const t = useTexts(locale);
  const phone = usePhone();
  // Where a column tells the kind of each row, the table has the fields of both.
  const mixed = inspection.columns.some((column) => column.field === "kind");
  const offered = fields
    .filter((field) => field.active && (mixed || field.kinds.includes(inspection.kind)))
    .map((field) => ({ value: field.code, label: field.label }));
  const parts = PARTS.map((code) => ({ value: code, label: t.parts[code] }));
  const options = [{ value: KEEP, label: t.keepExtra }, ...offered, ...parts];
  const known = new Set(options.map((option) => option.value));

  function choose(index: number, code: string) {
    onChange(
      inspection.columns.map((column) => ({
        index: column.index,
        field: column.index === index ? code || null : column.field,
      })),
    );
  }

  const columns: ColumnsType<Column> = [
    {
      title: t.column,
      dataIndex: "header",
      width: "24%",
      render: (header: string) => <span className="file-name">{header}</span>,
    },
    {
      title: t.becomes,
      key: "field",
      width: phone ? undefined : 240,
      render: (_, column) => {
        const value = column.field ?? KEEP;
        const own = known.has(value) ? [] : [{ value, label: value }];
        const unsure = column.field !== null && column.confidence < SURE;
        return (
          <>
            <Select
              showSearch={{ optionFilterProp: "label" }}
              aria-label={`${t.becomes}: ${column.header}`}
              className="field-select"
              status={unsure ? "warning" : undefined}
              disabled={busy}
              options={[...options, ...own]}
              value={value}
              onChange={(code: string) => choose(column.index, code)}
            />
            <div className="small muted">
              {unsure && `${t.unsure} · `}
              {column.field && t.confidence(`${Math.round(column.confidence * 100)}%`)}
            </div>
            {phone && <Samples column={column} />}
          </>
        );
      },
    },
    {
      title: t.samples,
      key: "samples",
      responsive: ["md"],
      render: (_, column) => <Samples column={column} />,
    },
  ];
  return (
    <Table
      rowKey="index"
      size="small"
      className="column-table"
      columns={columns}
      dataSource={inspection.columns}
      pagination={false}
      scroll={phone ? undefined : { x: 640 }}
    />
  );
}
