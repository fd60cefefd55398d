import { Typography } from "antd";
import { Link } from "react-router";
import type { Field } from "../../../api/fields";
import { useTexts } from "../../../lib/i18n";
import { LevelTag } from "../../../ui/levels/LevelTag";
import { levelTexts } from "../../../ui/levels/locale";
import { RelativeTime } from "../../../ui/RelativeTime";
import { TagChips } from "../../../ui/TagChips";
import type { Column } from "../../../ui/VirtualTable";
import type { Chip, CustomerRow } from "../types";
import { FIGURE_TIMES } from "./figures";
import type { listTexts } from "./locale";

type Texts = (typeof listTexts)["zh"];

export type ColumnChoice = { code: string; label: string; sort?: string };

const NARROW: Record<string, number> = {
  kind: 108,
  level: 70,
  status: 84,
  owner: 96,
  gender: 60,
  completeness: 84,
  classification: 104,
};

/** Columns that are no field of the register, or look different from it. */
function systemColumns(t: Texts, closer: boolean): ColumnChoice[] {
  return [
    { code: "number", label: t.number, sort: "number" },
    { code: "kind", label: t.kind },
    { code: "owner", label: t.owner },
    { code: "department", label: t.department },
    { code: "phone", label: t.phone },
    { code: "email", label: t.email },
    ...FIGURE_TIMES.map((code) => ({ code, label: t.figures[code] })),
    { code: "completeness", label: t.figures.completeness },
    ...(closer ? [{ code: "classification", label: t.classification }] : []),
    { code: "created_at", label: t.createdAt, sort: "created_at" },
    { code: "updated_at", label: t.updatedAt, sort: "updated_at" },
    { code: "trashed_at", label: t.trashedAt },
  ];
}

/** Everything one may choose as a column: what the policy hides in lists is not offered, nor levels to whom they are all the same. */
export function columnChoices(fields: Field[], t: Texts, closer: boolean): ColumnChoice[] {
  const system = systemColumns(t, closer);
  const taken = new Set([...system.map((each) => each.code), "name"]);
  const rest = fields
    .filter((field) => field.active && field.modes.list !== "hidden" && !taken.has(field.code))
    .map((field) => ({
      code: field.code,
      label: field.label,
      ...(field.sortable ? { sort: field.code } : {}),
    }));
  return [...system, ...rest];
}

function named(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map(named).filter(Boolean).join("、");
  if (typeof value === "object") return String((value as { name?: unknown }).name ?? "");
  return String(value);
}

function optionLabel(field: Field | undefined, value: unknown): string {
  const text = named(value);
  return field?.options?.find((each) => each.value === text)?.label ?? text;
}

function isChips(value: unknown): value is Chip[] {
  return Array.isArray(value) && value.every((each) => typeof each === "object" && each !== null);
}

function cell(row: CustomerRow, code: string, t: Texts, field: Field | undefined) {
  if (row.damaged?.includes(code)) return <Damaged text={t.damaged} />;
  const value = row[code];
  if (code === "completeness") return value == null ? "" : `${value}%`;
  if (code === "classification") return <LevelCell level={value} />;
  if (code === "kind") return row.kind === "person" ? t.person : t.organisation;
  if (code === "region") return row.region_name ?? "";
  if (code === "next_due_at") return <NextDue at={value as string | null} />;
  if (code.endsWith("_at")) return <RelativeTime at={value as string | null} />;
  if (isChips(value)) return <TagChips tags={value} />;
  return optionLabel(field, value);
}

/** A value the server could not open: said in the cell, so that nobody takes it for an empty one. */
export function Damaged({ text }: { text: string }) {
  return (
    <Typography.Text type="warning" className="small">
      {text}
    </Typography.Text>
  );
}

/** How closely a customer is kept; the ordinary ones stay plain. */
export function LevelCell({ level }: { level: unknown }) {
  const { names } = useTexts(levelTexts);
  const known = ([1, 2, 3] as const).find((each) => String(each) === level);
  return known ? <LevelTag level={known} /> : <span className="muted">{names[0]}</span>;
}

function NextDue({ at }: { at: string | null | undefined }) {
  const late = at != null && new Date(at) < new Date();
  return late ? (
    <Typography.Text type="danger">
      <RelativeTime at={at} />
    </Typography.Text>
  ) : (
    <RelativeTime at={at} />
  );
}

const isNumber = (field: Field | undefined) =>
  field !== undefined && ["number", "money", "integer"].includes(field.type);

function widthOf(code: string, field: Field | undefined): number {
  if (code === "tags" || code === "groups") return 190;
  if (code === "name") return 260;
  return NARROW[code] ?? (field?.type === "longtext" ? 260 : 130);
}

export function NameCell({ row }: { row: CustomerRow }) {
  return (
    <Link to={`/customers/${row.id}`} className="plain customer-name">
      <Typography.Text strong>{row.name}</Typography.Text>
    </Link>
  );
}

type Sorting = { sort: string; onSort: (sort: string) => void };

function sorting(key: string | undefined, { sort, onSort }: Sorting): Partial<Column<CustomerRow>> {
  if (!key) return {};
  const sorted = sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none";
  const start = key.endsWith("_at") ? `-${key}` : key;
  const flip = sort === key ? `-${key}` : key;
  return { sorted, onSort: () => onSort(sorted === "none" ? start : flip) };
}

export function tableColumns(
  chosen: string[],
  fields: Field[],
  t: Texts,
  sort: Sorting,
  closer = false,
): Column<CustomerRow>[] {
  const byCode = new Map(fields.map((field) => [field.code, field]));
  const choices = new Map(columnChoices(fields, t, closer).map((each) => [each.code, each]));
  const name: Column<CustomerRow> = {
    key: "name",
    title: t.name,
    width: 260,
    ...sorting("name", sort),
    render: (row) => <NameCell row={row} />,
  };
  const rest = chosen.flatMap((code): Column<CustomerRow>[] => {
    const choice = choices.get(code);
    const field = byCode.get(code);
    if (!choice) return [];
    return [
      {
        key: code,
        title: choice.label,
        width: widthOf(code, field),
        ...(isNumber(field) || code === "completeness" ? { align: "right" as const } : {}),
        ...sorting(choice.sort, sort),
        render: (row) => cell(row, code, t, field),
      },
    ];
  });
  return [name, ...rest];
}
