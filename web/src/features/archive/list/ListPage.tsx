import { ImportOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { PageHeader } from "../../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../../ui/states";
import { useCustomerList } from "../api";
import { ExportButton } from "../exporting/ExportButton";
import { BulkBar } from "./BulkBar";
import { ColumnPicker } from "./ColumnPicker";
import { CountButton } from "./CountButton";
import { CustomerTable, TableSkeleton } from "./CustomerTable";
import { FilterBar } from "./FilterBar";
import type { ListState } from "./filters";
import { listTexts } from "./locale";
import { NoCustomers } from "./NoCustomers";
import { useListState } from "./useListState";
import { ViewsBar } from "./ViewsBar";
import "./list.css";

const NONE: ReadonlySet<string> = new Set();

function NothingFound({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useTexts(listTexts);
  if (filtered) {
    return (
      <EmptyState
        title={t.noMatchTitle}
        hint={t.noMatchHint}
        actions={<Button onClick={onClear}>{t.clearFilters}</Button>}
      />
    );
  }
  return <NoCustomers />;
}

function Actions({ state }: { state: ListState }) {
  const t = useTexts(listTexts);
  const can = useCan();
  const navigate = useNavigate();
  return (
    <>
      {can(RIGHTS.import) && (
        <Button
          icon={<ImportOutlined aria-hidden />}
          href="/imports"
          onClick={(event) => {
            event.preventDefault();
            navigate("/imports");
          }}
        >
          {t.import}
        </Button>
      )}
      <ExportButton state={state} />
    </>
  );
}

function CustomerList() {
  const t = useTexts(listTexts);
  const [state, change] = useListState();
  const [selected, setSelected] = useState<ReadonlySet<string>>(NONE);
  const list = useCustomerList(state);
  const { fetchNextPage, isFetchingNextPage } = list;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const pages = list.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.rows);
  const count = pages[0]?.count;
  const set = (next: Partial<ListState>) => {
    setSelected(NONE);
    change(next);
  };
  return (
    <div className="list-page">
      <PageHeader title={t.title} actions={<Actions state={state} />}>
        <ViewsBar state={state} onChoose={set} />
      </PageHeader>
      <div className="list-tools">
        <FilterBar filter={state.filter} onChange={(filter) => set({ filter })} />
        <span className="spacer" />
        {count && <CountButton count={count} filter={state.filter} />}
        <ColumnPicker columns={state.columns} onChange={(columns) => change({ columns })} />
      </div>
      {pages[0]?.limited_to_own && <Alert type="info" showIcon title={t.limitedToOwn} />}
      {selected.size > 0 && <BulkBar ids={[...selected]} onDone={() => setSelected(NONE)} />}
      <QueryState query={list} skeleton={<TableSkeleton />}>
        {() =>
          rows.length === 0 ? (
            <NothingFound filtered={state.filter.length > 0} onClear={() => set({ filter: [] })} />
          ) : (
            <CustomerTable
              rows={rows}
              state={state}
              onSort={(sort) => set({ sort })}
              selected={selected}
              onSelect={setSelected}
              hasMore={list.hasNextPage}
              loadingMore={isFetchingNextPage}
              onMore={more}
            />
          )
        }
      </QueryState>
    </div>
  );
}

export function ListPage() {
  return useCan()(RIGHTS.view) ? <CustomerList /> : <NoPermission />;
}
