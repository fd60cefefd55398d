import { App, Button } from "antd";
import { useCallback } from "react";
import { useNavigate } from "react-router";
import { useFields } from "../../../api/fields";
import { RIGHTS } from "../../../api/rights";
import { useCan } from "../../../api/session";
import { useTexts } from "../../../lib/i18n";
import { usePhone } from "../../../lib/media";
import { errorText } from "../../../ui/errorText";
import { PageHeader } from "../../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../../ui/states";
import { type Column, VirtualTable } from "../../../ui/VirtualTable";
import { useCustomerList } from "../api";
import { CustomerCard } from "../list/CustomerCard";
import { TableSkeleton } from "../list/CustomerTable";
import { tableColumns } from "../list/columns";
import { listTexts } from "../list/locale";
import { useTrash } from "../page/api";
import type { CustomerRow } from "../types";
import { trashTexts } from "./locale";
import "../list/list.css";

const STATE = { filter: [], sort: "-updated_at", columns: ["kind", "owner", "department"] };

function RestoreButton({ row }: { row: CustomerRow }) {
  const t = useTexts(trashTexts);
  const { message } = App.useApp();
  const trash = useTrash(row.id);
  const restore = () =>
    trash.mutate("restore", {
      onSuccess: () => message.success(t.restored(row.name)),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Button
      size="small"
      loading={trash.isPending}
      aria-label={t.restoreIt(row.name)}
      onClick={restore}
    >
      {t.restore}
    </Button>
  );
}

function TrashList() {
  const t = useTexts(trashTexts);
  const list = useTexts(listTexts);
  const navigate = useNavigate();
  const phone = usePhone();
  const { data: register } = useFields();
  const trashed = useCustomerList(STATE, true);
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = trashed;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const rows = trashed.data?.pages.flatMap((page) => page.rows) ?? [];
  const sorting = { sort: "", onSort: () => {} };
  const plain = tableColumns(
    [...STATE.columns, "trashed_at"],
    register?.fields ?? [],
    list,
    sorting,
  );
  const columns = plain.map(({ sorted: _sorted, onSort: _onSort, ...column }) => column);
  const action: Column<CustomerRow> = {
    key: "restore",
    title: "",
    width: 100,
    render: (row) => <RestoreButton row={row} />,
  };
  return (
    <div className="list-page">
      <PageHeader title={t.title} note={t.hint} />
      <QueryState query={trashed} skeleton={<TableSkeleton />}>
        {() =>
          rows.length === 0 ? (
            <EmptyState title={t.emptyTitle} hint={t.emptyHint} />
          ) : (
            <VirtualTable
              label={t.title}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[...columns, action]}
              renderCard={
                phone
                  ? (row) => (
                      <>
                        <CustomerCard row={row} />
                        <RestoreButton row={row} />
                      </>
                    )
                  : undefined
              }
              rowHeight={phone ? 108 : 40}
              active={-1}
              onOpen={(row) => navigate(`/customers/${row.id}`)}
              onEnd={hasNextPage ? more : undefined}
              footer={isFetchingNextPage ? list.loadingMore : hasNextPage ? null : list.end}
            />
          )
        }
      </QueryState>
    </div>
  );
}

export function TrashPage() {
  return useCan()(RIGHTS.trash) ? <TrashList /> : <NoPermission />;
}
