import type { Field, Group, Merge } from "./types";

/** What a reviewer has chosen for the group on screen; everything else follows from the group. */
export type Bench = {
  survivor: string;
  /** Members that are not to be merged. */
  left: readonly string[];
  /** Field code → the member whose value is kept, where somebody chose. */
  choices: Readonly<Record<string, string>>;
  /** The field under the keyboard's cursor, and the member. */
  row: number;
  column: number;
};

export type Step =
  | { do: "survive"; member: string }
  | { do: "leave"; member: string }
  | { do: "choose"; field: string; member: string }
  | { do: "choose-here" }
  | { do: "move"; rows: number; columns: number }
  | { do: "go"; row: number };

export function start(group: Group): Bench {
  const column = group.members.findIndex((each) => each.id === group.survivor_id);
  return {
    survivor: group.survivor_id,
    left: group.members.filter((each) => !each.joinable).map((each) => each.id),
    choices: {},
    row: -1,
    column: Math.max(column, 0),
  };
}

/** The fields one may decide, in the order of the screen. */
export function choosable(group: Group): Field[] {
  return shown(group).filter((each) => each.choosable);
}

/** Fields in which the members differ, those that need somebody first; the equal ones stay away. */
export function shown(group: Group): Field[] {
  const rank = (field: Field) => (field.clash ? 0 : field.verdict === "only" ? 2 : 1);
  return group.rows
    .filter((each) => each.verdict !== "same")
    .map((field, at) => ({ field, at }))
    .sort((a, b) => rank(a.field) - rank(b.field) || a.at - b.at)
    .map(({ field }) => field);
}

export function equal(group: Group): Field[] {
  return group.rows.filter((each) => each.verdict === "same");
}

const holds = (field: Field, member: string) =>
  field.cells.some((cell) => cell.customer_id === member && cell.values.length > 0);

/** Whose value a field keeps: what somebody chose, else the rules; of equals the survivor's. */
export function kept(field: Field, bench: Bench): string | null {
  const chosen = bench.choices[field.code];
  if (chosen && !bench.left.includes(chosen)) return chosen;
  if (field.clash && contradicts(field, bench)) return null;
  const ruled = field.picks[bench.survivor] ?? null;
  if (ruled === null || !bench.left.includes(ruled)) return ruled;
  return holds(field, bench.survivor) ? bench.survivor : null;
}

function contradicts(field: Field, bench: Bench): boolean {
  return (
    field.cells.filter((c) => c.values.length && !bench.left.includes(c.customer_id)).length > 1
  );
}

/** Contradictions nobody has decided yet. */
export function undecided(group: Group, bench: Bench): Field[] {
  return group.rows.filter((field) => field.clash && kept(field, bench) === null);
}

/** Who is merged into the survivor. */
export function losers(group: Group, bench: Bench): string[] {
  return group.members
    .map((each) => each.id)
    .filter((id) => id !== bench.survivor && !bench.left.includes(id));
}

export function reduce(group: Group, bench: Bench, step: Step): Bench {
  switch (step.do) {
    case "survive":
      return survive(group, bench, step.member);
    case "leave":
      return leave(group, bench, step.member);
    case "choose":
      return choose(group, bench, step.field, step.member);
    case "choose-here": {
      const field = choosable(group)[bench.row];
      const member = group.members[bench.column];
      return field && member ? choose(group, bench, field.code, member.id) : bench;
    }
    case "move":
      return {
        ...bench,
        row: within(bench.row + step.rows, step.rows ? 0 : -1, choosable(group).length - 1),
        column: within(bench.column + step.columns, 0, group.members.length - 1),
      };
    case "go":
      return { ...bench, row: step.row };
  }
}

const within = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), most);

function survive(group: Group, bench: Bench, id: string): Bench {
  const member = group.members.find((each) => each.id === id);
  if (!member?.joinable) return bench;
  return {
    ...bench,
    survivor: id,
    left: bench.left.filter((each) => each !== id),
    column: group.members.indexOf(member),
  };
}

function leave(group: Group, bench: Bench, id: string): Bench {
  const member = group.members.find((each) => each.id === id);
  if (!member?.joinable || id === bench.survivor) return bench;
  const left = bench.left.includes(id)
    ? bench.left.filter((each) => each !== id)
    : [...bench.left, id];
  return { ...bench, left };
}

function choose(group: Group, bench: Bench, code: string, id: string): Bench {
  const field = group.rows.find((each) => each.code === code);
  if (!field?.choosable || !holds(field, id) || bench.left.includes(id)) return bench;
  const row = choosable(group).findIndex((each) => each.code === code);
  const column = group.members.findIndex((each) => each.id === id);
  return { ...bench, row, column, choices: { ...bench.choices, [code]: id } };
}

/** What goes to the server: only choices that differ from what happens anyway are worth saying, but all are harmless. */
export function asMerge(group: Group, bench: Bench): Merge {
  const loserIds = losers(group, bench);
  const taking = new Set([bench.survivor, ...loserIds]);
  return {
    survivor_id: bench.survivor,
    loser_ids: loserIds,
    choices: Object.fromEntries(Object.entries(bench.choices).filter(([, id]) => taking.has(id))),
    versions: Object.fromEntries(
      group.members.filter((each) => taking.has(each.id)).map((each) => [each.id, each.version]),
    ),
  };
}
