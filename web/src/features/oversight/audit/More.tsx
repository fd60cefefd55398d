import { Button } from "antd";
import { useTexts } from "../../../lib/i18n";
import { auditTexts } from "./locale";

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** The next page of a list, where there is one. */
export function More({ query }: { query: Paged }) {
  const t = useTexts(auditTexts);
  if (!query.hasNextPage) return null;
  return (
    <Button
      className="audit-more"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t.more}
    </Button>
  );
}
