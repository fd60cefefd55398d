/** Where these customers are merged; `keep` is the one that is proposed to stay. */
export function mergeUrl(ids: string[], keep?: string): string {
  const query = new URLSearchParams({ ids: ids.join(",") });
  if (keep) query.set("keep", keep);
  return `/customers/merge?${query}`;
}
