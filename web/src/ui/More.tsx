import { Button } from "antd";
import { useTexts } from "../lib/i18n";
import { common } from "./locale";
import "./More.css";

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** The next page of a list, where there is one. */
export function More({ query }: { query: Paged }) {
  const t = useTexts(common);
  if (!query.hasNextPage) return null;
  return (
    <Button
      className="more-of-list"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t.more}
    </Button>
  );
}
