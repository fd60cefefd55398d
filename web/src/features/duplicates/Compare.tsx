import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../../lib/i18n";
import { FieldCell, FieldWhy } from "./FieldCell";
import { locale } from "./locale";
import { MemberHead, type Touch } from "./MemberHead";
import type { Field } from "./types";
import { choosable, equal, shown } from "./workbench";

function Line({ field, group, bench, step }: Touch & { field: Field }) {
  const at = choosable(group).findIndex((each) => each.code === field.code);
  const here = at >= 0 && at === bench.row;
  return (
    <tr data-here={here || undefined} className={`dup-row dup-${field.verdict}`}>
      <th scope="row">
        <span className="dup-label">{field.label}</span>
        <span className="dup-why">
          <FieldWhy field={field} bench={bench} />
        </span>
      </th>
      {group.members.map((member, column) => (
        <td key={member.id} className={bench.left.includes(member.id) ? "dup-left" : undefined}>
          <FieldCell
            {...{ field, bench, step }}
            member={member.id}
            here={here && column === bench.column}
          />
        </td>
      ))}
    </tr>
  );
}

/** The members as columns, the fields in which they differ as rows; equal ones wait below. */
export function Compare(props: Touch) {
  const t = useTexts(locale);
  const { group, bench } = props;
  const [open, setOpen] = useState(false);
  const body = useRef<HTMLTableElement>(null);
  const same = equal(group);
  const rows = shown(group);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the cursor moves, its row comes into sight.
  useEffect(() => {
    body.current?.querySelector("[data-here]")?.scrollIntoView({ block: "nearest" });
  }, [bench.row]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section className="dup-scroll" aria-label={t.fields} tabIndex={0}>
      <table className="dup-table" ref={body}>
        <thead>
          <tr>
            <th scope="col">
              <span className="dup-label muted">{t.field}</span>
            </th>
            {group.members.map((member, at) => (
              <th
                key={member.id}
                scope="col"
                className={bench.left.includes(member.id) ? "dup-left" : undefined}
              >
                <MemberHead {...props} member={member} place={at + 1} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((field) => (
            <Line key={field.code} {...props} field={field} />
          ))}
          {rows.length === 0 && (
            <tr className="dup-row">
              <td colSpan={group.members.length + 1} className="muted">
                {t.noDifference}
              </td>
            </tr>
          )}
          {open && same.map((field) => <Line key={field.code} {...props} field={field} />)}
        </tbody>
      </table>
      {same.length > 0 && (
        <Button type="link" size="small" onClick={() => setOpen(!open)}>
          {open ? t.hideEqual : t.equalFields(same.length)}
        </Button>
      )}
    </section>
  );
}
