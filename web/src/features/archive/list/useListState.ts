import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { fromSearch, type ListState, toSearch } from "./filters";

/** The list's filter, sort and columns live in the address bar: links and the back button keep them. */
export function useListState(): [ListState, (change: Partial<ListState>) => void] {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const state = useMemo(() => fromSearch(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (next: Partial<ListState>) => setSearch(toSearch({ ...state, ...next }), { replace: true }),
    [state, setSearch],
  );
  return [state, change];
}
