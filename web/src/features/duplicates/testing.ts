import type { Cell, Field, Group, Member, Row } from "./types";

export function row(id: string): Row {
  return {
    id,
    kind: "person",
    state: "open",
    score: 9800,
    level: "certain",
    names: [`name ${id}`],
    size: 2,
    concealed: 0,
    decided_at: null,
    decided_by: null,
  };
}

export function member(id: string, change: Partial<Member> = {}): Member {
  return {
    id,
    number: `KH-${id}`,
    name: `name ${id}`,
    version: 3,
    owner: null,
    department: null,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    mine: true,
    joinable: true,
    ...change,
  };
}

/** A field of one value; `held` says what each member has. */
export function field(
  code: string,
  held: Record<string, string>,
  change: Partial<Field> = {},
): Field {
  const cells = Object.entries(held).map(
    ([customer_id, value]): Cell => ({ customer_id, values: value ? [value] : [], masked: false }),
  );
  return {
    code,
    label: code,
    section: "identity",
    verdict: "different",
    several: false,
    cells,
    picks: {},
    why: "newer",
    clash: false,
    choosable: true,
    ...change,
  };
}

export function group(members: Member[], rows: Field[]): Group {
  return {
    ...row("g"),
    size: members.length,
    survivor_id: members[0]?.id ?? "",
    members,
    rows,
    pairs: [],
    merge_id: null,
  };
}
