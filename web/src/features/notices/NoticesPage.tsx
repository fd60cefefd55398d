import { App, Button, Segmented } from "antd";
import { useSearchParams } from "react-router";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { useMarkRead, useNotices } from "./api";
import { noticeTexts } from "./locale";
import { NoticeRow } from "./NoticeRow";
import "./notices.css";

/** One's notices: the unread ones, or all. */
export function NoticesPage() {
  const t = useTexts(noticeTexts);
  const { message } = App.useApp();
  const [search, setSearch] = useSearchParams();
  const unread = search.get("which") !== "all";
  const notices = useNotices(unread);
  const mark = useMarkRead();
  const some = notices.data?.pages.some((page) => page.rows.some((row) => !row.read)) ?? false;
  return (
    <>
      <PageHeader title={t.title}>
        <Segmented
          aria-label={t.title}
          value={unread ? "unread" : "all"}
          onChange={(which) => setSearch(which === "all" ? { which } : {})}
          options={[
            { value: "unread", label: t.unread },
            { value: "all", label: t.all },
          ]}
        />
        <Button
          disabled={!some}
          loading={mark.isPending}
          onClick={() =>
            mark.mutate(undefined, { onError: (error) => void message.error(errorText(error)) })
          }
        >
          {t.readAll}
        </Button>
      </PageHeader>
      <QueryState query={notices}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          return rows.length === 0 ? (
            <EmptyState title={unread ? t.nothingUnread : t.nothing} hint={t.hint} />
          ) : (
            <ul className="notices page-narrow" aria-label={t.list}>
              {rows.map((row) => (
                <NoticeRow key={row.id} notice={row} onRead={() => mark.mutate(row.id)} />
              ))}
            </ul>
          );
        }}
      </QueryState>
      {notices.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={notices.isFetchingNextPage}
          onClick={() => void notices.fetchNextPage()}
        >
          {t.older}
        </Button>
      )}
    </>
  );
}
