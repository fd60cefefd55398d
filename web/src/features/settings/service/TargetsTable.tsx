import { InputNumber, Table } from "antd";
import { useTexts } from "../../../lib/i18n";
import type { Target } from "./api";
import { serviceSettingTexts } from "./locale";

// The server counts minutes; people think of targets in hours of work.
const HOUR = 60;
type Props = { targets: Target[]; onChange: (targets: Target[]) => void };

/** Within how many hours of work a case of each kind is answered and solved. */
export function TargetsTable({ targets, onChange }: Props) {
  const t = useTexts(serviceSettingTexts);
  const put = (line: Target, part: Partial<Target>) =>
    onChange(targets.map((each) => (each === line ? { ...line, ...part } : each)));
  const hours = (name: "first" | "solve", title: string, label: (of: string) => string) => ({
    title,
    key: name,
    render: (_: unknown, line: Target) => (
      <InputNumber<number>
        aria-label={label(`${t.kinds[line.kind]} ${t.priorities[line.priority]}`)}
        min={1 / HOUR}
        max={1000}
        step={0.5}
        precision={2}
        value={line[name] / HOUR}
        onChange={(value) =>
          value !== null && put(line, { [name]: Math.max(1, Math.round(value * HOUR)) })
        }
      />
    ),
  });
  return (
    <Table<Target>
      size="small"
      rowKey={(line) => `${line.kind} ${line.priority}`}
      pagination={false}
      scroll={{ x: "max-content" }}
      dataSource={targets}
      columns={[
        {
          title: t.kind,
          key: "kind",
          render: (_, line) => t.kinds[line.kind],
          onCell: (line, index = 0) => {
            const first = targets[index - 1]?.kind !== line.kind;
            const many = targets.filter(({ kind }) => kind === line.kind).length;
            return { rowSpan: first ? many : 0 };
          },
        },
        { title: t.priority, key: "priority", render: (_, line) => t.priorities[line.priority] },
        hours("first", t.first, t.firstOf),
        hours("solve", t.solve, t.solveOf),
      ]}
    />
  );
}
