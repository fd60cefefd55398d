export type Node = { id: string; name: string; parent_id: string | null };
export type Branch<T extends Node> = T & { children?: Branch<T>[] };

/** A flat list with parents as a tree; a row whose parent is unknown stands at the top. */
export function treeOf<T extends Node>(rows: readonly T[]): Branch<T>[] {
  const branches = new Map(rows.map((row): [string, Branch<T>] => [row.id, { ...row }]));
  const top: Branch<T>[] = [];
  for (const branch of branches.values()) {
    const parent = branch.parent_id ? branches.get(branch.parent_id) : undefined;
    if (!parent) top.push(branch);
    else parent.children = [...(parent.children ?? []), branch];
  }
  return top;
}

/** Where a node may move: anywhere but into itself or below. */
export function possibleParents<T extends Node>(rows: readonly T[], id: string | null): T[] {
  if (id === null) return [...rows];
  const below = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const row of rows) {
      if (row.parent_id && below.has(row.parent_id) && !below.has(row.id)) {
        below.add(row.id);
        grown = true;
      }
    }
  }
  return rows.filter((row) => !below.has(row.id));
}
