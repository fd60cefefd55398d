import { Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { Link, useSearchParams } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { qualityTexts } from "./locale";
import { workAddress } from "./Measures";
import { type Cut, MEASURES, type Measure, type Part } from "./types";

type Props = { by: "department" | "owner"; parts: Part[]; cut: Cut };

/** Departments along the tree, or owners from the worst on; names narrow the page, numbers open the list behind them. */
export function PartTable({ by, parts, cut }: Props) {
  const t = useTexts(qualityTexts);
  const language = useLanguage();
  const [search] = useSearchParams();
  const nameless = by === "department" ? t.noDepartment : t.noOwner;
  const shallowest = Math.min(...parts.map((part) => part.depth));
  const here = (part: Part): Cut => ({ ...cut, [by]: part.id });
  const address = (part: Part) => {
    const next = new URLSearchParams(search);
    next.set(by, part.id);
    return `?${next}`;
  };
  // Nobody has the department "none" for an address: it is only told.
  const narrows = (part: Part) => by === "owner" || part.id !== "0";
  const number = (part: Part, measure: Measure | undefined) => {
    const score = part.scores[measure ?? "overall"];
    if (score === null) return <span className="muted">–</span>;
    if (!narrows(part)) return score;
    const label = t.cell(part.name || nameless, t[measure ?? "overall"], `${score}`);
    return (
      <Link to={workAddress(here(part), measure)} className="plain" aria-label={label}>
        {score}
      </Link>
    );
  };
  const columns: ColumnsType<Part> = [
    {
      title: t[by],
      key: "name",
      fixed: "left",
      render: (_, part) => (
        <span style={{ paddingInlineStart: 14 * (part.depth - shallowest) }}>
          {narrows(part) ? (
            <Link to={address(part)} title={t.only(part.name || nameless)}>
              {part.name || nameless}
            </Link>
          ) : (
            nameless
          )}
        </span>
      ),
    },
    {
      title: t.customers,
      key: "customers",
      className: "num",
      render: (_, part) => formatNumber(part.customers, language),
    },
    {
      title: t.overall,
      key: "overall",
      className: "num",
      render: (_, part) => number(part, undefined),
    },
    ...MEASURES.map((measure) => ({
      title: t[measure],
      key: measure,
      className: "num",
      render: (_: unknown, part: Part) => number(part, measure),
    })),
  ];
  return (
    <section className="quality-panel" aria-label={by === "department" ? t.departments : t.owners}>
      <h2>{by === "department" ? t.departments : t.owners}</h2>
      <Table
        rowKey="id"
        size="small"
        columns={columns}
        dataSource={parts}
        scroll={{ x: "max-content" }}
        pagination={parts.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      />
    </section>
  );
}
