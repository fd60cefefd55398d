import { useSearchParams } from "react-router";

/** From a moment until before another, as the API takes it; open where nothing is said. */
export type Span = { since?: string; until?: string };

// While somebody types a year, the field says 0002, 0020 and 0202 first.
const DAY = /^20\d{2}-\d{2}-\d{2}$/;

/** The moment a day begins for the reader, or one some days later. */
function begin(day: string, after = 0): string | undefined {
  if (!DAY.test(day)) return undefined;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = new Date(year, month - 1, date + after);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Two days as a span that holds both of them whole. */
export function spanOf(from: string, to: string): Span {
  const [since, until] = [begin(from), begin(to, 1)];
  return { ...(since ? { since } : {}), ...(until ? { until } : {}) };
}

/** The days chosen; they stand in the address, so that a colleague sees the same. */
export function useSpan() {
  const [search, setSearch] = useSearchParams();
  const [from, to] = [search.get("from") ?? "", search.get("to") ?? ""];
  const set = (name: "from" | "to", day: string) =>
    setSearch((now) => {
      if (day) now.set(name, day);
      else now.delete(name);
      return now;
    });
  return { from, to, set, span: spanOf(from, to), chosen: from !== "" || to !== "" };
}
