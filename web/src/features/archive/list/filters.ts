/** One condition of a filter; conditions are joined by AND. `value` is absent for `empty` and `not_empty`. */
export type Condition = { field: string; op: string; value?: string | string[] };

export type ListState = { filter: Condition[]; sort: string; columns: string[] };

export const NO_VALUE = new Set(["empty", "not_empty"]);
export const MANY_VALUES = new Set(["any", "between"]);

export const DEFAULT_SORT = "-updated_at";

export const DEFAULT_COLUMNS = [
  "kind",
  "level",
  "owner",
  "phone",
  "region",
  "tags",
  "updated_at",
] as const;

function encode({ field, op, value }: Condition): string {
  if (value === undefined) return `${field}~${op}`;
  return `${field}~${op}~${Array.isArray(value) ? JSON.stringify(value) : value}`;
}

function strings(text: string): string[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((each) => typeof each === "string") : null;
  } catch {
    return null;
  }
}

function decode(text: string): Condition | null {
  const [field, op, ...rest] = text.split("~");
  if (!field || !op) return null;
  if (NO_VALUE.has(op)) return { field, op };
  if (rest.length === 0) return null;
  const value = rest.join("~");
  if (!MANY_VALUES.has(op)) return { field, op, value };
  const many = strings(value);
  return many ? { field, op, value: many } : null;
}

/** What stands in the address bar; defaults are left out, so that the plain list has a plain address. */
export function toSearch(state: ListState): URLSearchParams {
  const search = new URLSearchParams();
  for (const condition of state.filter) search.append("f", encode(condition));
  if (state.sort !== DEFAULT_SORT) search.set("sort", state.sort);
  if (state.columns.join() !== DEFAULT_COLUMNS.join()) search.set("columns", state.columns.join());
  return search;
}

export function fromSearch(search: URLSearchParams): ListState {
  const columns = search.get("columns");
  return {
    filter: search
      .getAll("f")
      .map(decode)
      .filter((each) => each !== null),
    sort: search.get("sort") || DEFAULT_SORT,
    columns: columns === null ? [...DEFAULT_COLUMNS] : columns.split(",").filter(Boolean),
  };
}

function isCondition(each: unknown): each is Condition {
  const { field, op } = (each ?? {}) as Record<string, unknown>;
  return typeof field === "string" && typeof op === "string";
}

/** A saved view comes from the server and may be older than this program. */
export function fromView(state: {
  filter?: unknown;
  sort?: string;
  columns?: string[];
}): ListState {
  return {
    filter: Array.isArray(state.filter) ? state.filter.filter(isCondition) : [],
    sort: state.sort || DEFAULT_SORT,
    columns: state.columns?.length ? state.columns : [...DEFAULT_COLUMNS],
  };
}

export function sameState(a: ListState, b: ListState): boolean {
  return toSearch(a).toString() === toSearch(b).toString();
}

const RELATIVE = /^today([+-]\d{1,4})?$/;

export function isRelative(value: string): boolean {
  return RELATIVE.test(value);
}

/** `today`, `today-30`, `today+7` (days) as an ISO date of the reader's calendar; anything else as it is. */
export function resolveDate(value: string, now: Date = new Date()): string {
  const found = RELATIVE.exec(value);
  if (!found) return value;
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + Number(found[1] ?? 0));
  const two = (part: number) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The `filter` parameter of the API: complete conditions only, relative dates resolved. */
export function toApiFilter(filter: Condition[], now: Date = new Date()): string | undefined {
  const ready = filter.filter(isComplete).map((condition) => ({
    ...condition,
    ...(condition.value === undefined ? {} : { value: resolveValue(condition.value, now) }),
  }));
  return ready.length > 0 ? JSON.stringify(ready) : undefined;
}

function resolveValue(value: string | string[], now: Date): string | string[] {
  return Array.isArray(value)
    ? value.map((each) => resolveDate(each, now))
    : resolveDate(value, now);
}

export function isComplete({ op, value }: Condition): boolean {
  if (NO_VALUE.has(op)) return true;
  if (op === "between") return Array.isArray(value) && value.length === 2 && value.every(Boolean);
  return value !== undefined && value.length > 0;
}
