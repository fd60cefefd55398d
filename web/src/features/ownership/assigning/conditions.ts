import type { Condition } from "./api";

/** What the form asks of conditions. */
export type Which = { kinds: string[]; tags: string[]; region: string; source: string };

/** The fields of the form of a rule's conditions, and those the form does not know, which are kept. */
export function whichOf(conditions: readonly Condition[]): Which & { rest: Condition[] } {
  const found: Which & { rest: Condition[] } = {
    kinds: [],
    tags: [],
    region: "",
    source: "",
    rest: [],
  };
  for (const condition of conditions) {
    const { field, op, value } = condition;
    if (field === "kind" && op === "any") found.kinds = value;
    else if (field === "tags" && op === "any") found.tags = value;
    else if (field === "region" && op === "under") found.region = value[0] ?? "";
    else if (field === "source" && op === "eq") found.source = value[0] ?? "";
    else found.rest.push(condition);
  }
  return found;
}

export function conditionsOf(which: Which, rest: readonly Condition[]): Condition[] {
  const found: Condition[] = [...rest];
  if (which.kinds.length > 0) found.push({ field: "kind", op: "any", value: which.kinds });
  if (which.tags.length > 0) found.push({ field: "tags", op: "any", value: which.tags });
  if (which.region) found.push({ field: "region", op: "under", value: [which.region] });
  if (which.source.trim()) found.push({ field: "source", op: "eq", value: [which.source.trim()] });
  return found;
}
