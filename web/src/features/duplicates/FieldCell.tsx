import { CheckOutlined } from "@ant-design/icons";
import { useTexts } from "../../lib/i18n";
import { keepFocus } from "./focus";
import { locale } from "./locale";
import type { Touch } from "./MemberHead";
import type { Field } from "./types";
import { type Bench, kept } from "./workbench";

/** Why a field keeps what it keeps, in a few words. */
export function FieldWhy({ field, bench }: { field: Field; bench: Bench }) {
  const t = useTexts(locale);
  if (field.clash && kept(field, bench) === null) {
    return <span className="dup-warning">{t.mustChoose}</span>;
  }
  if (bench.choices[field.code]) return <span>{t.why.chosen}</span>;
  if (field.verdict === "only") return null;
  if (field.several) return field.verdict === "same" ? null : <span>{t.keepsAll}</span>;
  if (field.verdict === "masked") return <span>{t.ruled}</span>;
  return <span>{t.why[field.why as keyof typeof t.why] ?? ""}</span>;
}

type Props = Pick<Touch, "bench" | "step"> & { field: Field; member: string; here: boolean };

/** One value; where one may decide, a button that keeps it. */
export function FieldCell({ field, member, bench, step, here }: Props) {
  const t = useTexts(locale);
  const cell = field.cells.find((each) => each.customer_id === member);
  const values = cell?.values ?? [];
  const stays = kept(field, bench) === member;
  // A value that nobody else has is what a merge adds.
  const adds = (value: string) =>
    field.several &&
    field.verdict === "different" &&
    !field.cells.some((each) => each.customer_id !== member && each.values.includes(value));
  const text =
    values.length === 0 ? (
      <span className="muted">{t.empty}</span>
    ) : (
      values.map((value) => (
        <span key={value} className={adds(value) ? "dup-value dup-own" : "dup-value"}>
          {value}
        </span>
      ))
    );
  const look = `dup-cell${stays && field.verdict !== "same" ? " dup-kept" : ""}${here ? " dup-here" : ""}`;
  if (!field.choosable || values.length === 0 || bench.left.includes(member)) {
    return <div className={look}>{text}</div>;
  }
  return (
    <button
      type="button"
      className={`${look} dup-choice`}
      aria-pressed={stays}
      aria-label={t.choose(field.label, values.join(t.comma))}
      onClick={() => step({ do: "choose", field: field.code, member })}
      {...keepFocus}
    >
      <span className="dup-values">{text}</span>
      {stays && <CheckOutlined aria-hidden className="dup-check" />}
    </button>
  );
}
