import { useSearchParams } from "react-router";
import type { Cut } from "./types";

/** What the address narrows the page to. */
export function useCut(): Cut {
  const [search] = useSearchParams();
  const department = search.get("department");
  const owner = search.get("owner");
  return { ...(department ? { department } : {}), ...(owner ? { owner } : {}) };
}
