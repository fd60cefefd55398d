import { Segmented, Table } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { EmptyState } from "../../ui/states";
import { percent } from "./cleaning";
import { HandBar } from "./HandBar";
import { locale } from "./locale";
import type { CleanField, Outlier, Pattern, Profile, ValueCount } from "./types";

// Longer ones are cut on screen.
const LONG = 60;

type Which = "values" | "patterns" | "outliers";
type Picked = ReadonlyMap<string, number>;

/** Everything that stands in the field, in three lists; picked values can be corrected by hand. */
export function Lists({ field, profile }: { field: CleanField; profile: Profile }) {
  const t = useTexts(locale);
  const language = useLanguage();
  const masked = field.readable === "masked";
  const [which, setWhich] = useState<Which>(masked ? "patterns" : "values");
  const [picked, setPicked] = useState<Picked>(new Map());
  const label = (each: Which) => `${t[each]} ${formatNumber(profile[each].length, language)}`;
  const lists: Which[] = masked ? ["patterns"] : ["values", "patterns", "outliers"];
  const rarer = profile.distinct - profile.values.length;
  const hints = { values: t.pickHint, patterns: t.patternHint, outliers: t.outlierHint };
  return (
    <section className="clean-block" aria-label={t.lists}>
      <h3>{t.lists}</h3>
      {lists.length > 1 && (
        <div className="clean-which">
          <Segmented
            aria-label={t.lists}
            value={which}
            onChange={setWhich}
            options={lists.map((each) => ({ value: each, label: label(each) }))}
          />
        </div>
      )}
      <p className="muted clean-hint">
        {hints[which]}
        {which === "values" && rarer > 0 && ` ${t.rarer(formatNumber(rarer, language))}`}
      </p>
      {which === "values" && <Values profile={profile} picked={picked} onPick={setPicked} />}
      {which === "patterns" && <Patterns profile={profile} />}
      {which === "outliers" && <Outliers profile={profile} picked={picked} onPick={setPicked} />}
      {picked.size > 0 && (
        <HandBar profile={profile} picked={picked} onDone={() => setPicked(new Map())} />
      )}
    </section>
  );
}

function useShared(profile: Profile) {
  const t = useTexts(locale);
  const language = useLanguage();
  const count = {
    title: t.customers,
    dataIndex: "count",
    className: "num",
    width: 96,
    render: (value: number) => formatNumber(value, language),
  };
  const share = {
    title: t.share,
    key: "share",
    width: 160,
    responsive: ["md" as const],
    render: (_: unknown, { count: value }: { count: number }) => (
      <span className="clean-bar" aria-hidden>
        <span style={{ width: `${percent(value, profile.filled)}%` }} />
      </span>
    ),
  };
  return { t, count, share };
}

type PickProps = { profile: Profile; picked: Picked; onPick: (picked: Picked) => void };

/** Both lists of values share what is picked. */
function selection<R extends { count: number; shown: string | null }>(
  rows: readonly R[],
  keyOf: (row: R) => string | null,
  { picked, onPick }: PickProps,
  name: (value: string) => string,
) {
  return {
    selectedRowKeys: [...picked.keys()],
    onChange: (keys: React.Key[]) => {
      const here = new Map(rows.map((row) => [keyOf(row) ?? "", row.count]));
      const others = [...picked].filter(([value]) => !here.has(value));
      const chosen = keys.map(String).filter((value) => here.has(value));
      onPick(new Map([...others, ...chosen.map((each) => [each, here.get(each) ?? 0] as const)]));
    },
    getCheckboxProps: (row: R) => ({
      "aria-label": name(row.shown ?? ""),
      disabled: keyOf(row) === null,
    }),
  };
}

function Value({ text }: { text: string }) {
  return (
    <span className="clean-value clean-long" title={text.length > LONG ? text : undefined}>
      {text}
    </span>
  );
}

function Values(props: PickProps) {
  const { profile } = props;
  const { t, count, share } = useShared(profile);
  const columns: ColumnsType<ValueCount> = [
    {
      title: t.value,
      key: "value",
      render: (_, row) => <Value text={row.shown || row.value} />,
    },
    share,
    count,
  ];
  if (profile.values.length === 0) return <EmptyState title={t.noValues} />;
  return (
    <Table
      rowKey="value"
      size="small"
      columns={columns}
      dataSource={profile.values}
      pagination={false}
      rowSelection={selection(profile.values, ({ value }) => value, props, t.pick)}
    />
  );
}

function Patterns({ profile }: { profile: Profile }) {
  const { t, count, share } = useShared(profile);
  const example = {
    title: t.example,
    dataIndex: "example",
    render: (text: string | null) => <Value text={text ?? ""} />,
  };
  const columns: ColumnsType<Pattern> = [
    {
      title: t.pattern,
      dataIndex: "pattern",
      render: (pattern: string) => <code className="clean-value">{pattern}</code>,
    },
    ...(profile.readable === "clear" ? [example] : []),
    share,
    count,
  ];
  return (
    <Table
      rowKey="pattern"
      size="small"
      columns={columns}
      dataSource={profile.patterns}
      pagination={false}
      locale={{ emptyText: t.noValues }}
    />
  );
}

function Outliers(props: PickProps) {
  const { profile } = props;
  const { t, count } = useShared(profile);
  const columns: ColumnsType<Outlier> = [
    {
      title: t.value,
      key: "value",
      render: (_, row) => (
        <>
          <Value text={row.shown ?? row.value ?? row.pattern} />
          <div className="muted small">{row.text}</div>
        </>
      ),
    },
    count,
  ];
  if (profile.outliers.length === 0) return <EmptyState title={t.noOutliers} />;
  return (
    <Table
      rowKey={(row) => row.value ?? row.pattern}
      size="small"
      columns={columns}
      dataSource={profile.outliers}
      pagination={false}
      rowSelection={selection(profile.outliers, ({ value }) => value, props, t.pick)}
    />
  );
}
