import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useCallback } from "react";
import { useLanguage } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { formatNumber } from "../../lib/numbers";
import { QueryState } from "../../ui/states";
import { type Column, VirtualTable } from "../../ui/VirtualTable";

type Page<R> = { rows: R[]; count: { value: number; capped: boolean } };

type Props<R> = {
  list: UseInfiniteQueryResult<InfiniteData<Page<R>>>;
  texts: { title: string; loadingMore: string; count: (count: string) => string };
  columns: Column<R>[];
  /** A row on a phone. */
  card: (row: R) => ReactNode;
  empty: ReactNode;
  onOpen: (row: R) => void;
};

/** Row by row, more of them as one comes to the end, with their number below. */
export function RowList<R extends { id: string }>(props: Props<R>) {
  const { list, texts, columns, card, empty, onOpen } = props;
  const language = useLanguage();
  const phone = usePhone();
  const { fetchNextPage, isFetchingNextPage } = list;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  return (
    <QueryState query={list}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        const count = pages[0]?.count;
        const counted = count && `${formatNumber(count.value, language)}${count.capped ? "+" : ""}`;
        if (rows.length === 0) return empty;
        return (
          <VirtualTable
            label={texts.title}
            rows={rows}
            rowKey={(row) => row.id}
            columns={columns}
            renderCard={phone ? card : undefined}
            rowHeight={phone ? 96 : 42}
            active={-1}
            onOpen={onOpen}
            onEnd={list.hasNextPage ? more : undefined}
            footer={isFetchingNextPage ? texts.loadingMore : counted && texts.count(counted)}
          />
        );
      }}
    </QueryState>
  );
}
