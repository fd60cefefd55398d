import { Alert, App, Button, Segmented, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { download } from "../../api/download";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { type DataRequest, settleComeback, useDeed, useRequests } from "./api";
import { EraseForm } from "./EraseForm";
import { HandleDialog } from "./HandleDialog";
import { locale } from "./locale";
import { ERASE, REQUESTS } from "./rights";
import "./privacy.css";

const COPIED = ["access", "copy", "port"];
const isOpen = (row: DataRequest) => row.state === "open" || row.state === "identified";

function Copies({ row }: { row: DataRequest }) {
  const t = useTexts(locale);
  const { message } = App.useApp();
  if (!COPIED.includes(row.kind) || row.state === "open" || row.state === "refused") return null;
  const get = (kind: "pdf" | "json") =>
    download(
      `/api/customers/${row.customer_id}/data-requests/${row.id}/copy.${kind}`,
      {},
      `${row.number}.${kind}`,
    ).catch((error: unknown) => message.error(errorText(error)));
  return (
    <>
      <Button size="small" onClick={() => get("pdf")}>
        {t.copyPdf}
      </Button>
      <Button size="small" onClick={() => get("json")}>
        {t.copyJson}
      </Button>
    </>
  );
}

function useColumns(
  handle: (row: DataRequest) => void,
  erase: (row: DataRequest) => void,
): TableColumnsType<DataRequest> {
  const t = useTexts(locale);
  const mayErase = useCan()(ERASE);
  const deletes = (row: DataRequest) =>
    mayErase && row.kind === "delete" && row.state === "identified";
  return [
    {
      title: t.customer,
      key: "customer",
      render: (_, row) => (
        <Link to={`/customers/${row.customer_id}`} className="plain">
          <strong>{row.customer}</strong> <span className="muted small num">{row.number}</span>
        </Link>
      ),
    },
    { title: t.kind, key: "kind", render: (_, row) => t.kinds[row.kind as keyof typeof t.kinds] },
    {
      title: t.due,
      key: "due",
      render: (_, row) => (
        <>
          <span className="num">{row.due_on}</span>{" "}
          {row.overdue && <Tag color="error">{t.overdue}</Tag>}
        </>
      ),
    },
    {
      title: t.state,
      key: "state",
      responsive: ["md"],
      render: (_, row) => t.states[row.state as keyof typeof t.states],
    },
    {
      title: t.handle,
      key: "deeds",
      render: (_, row) => (
        <div className="privacy-deeds">
          {isOpen(row) && (
            <Button size="small" onClick={() => handle(row)}>
              {t.handle}
            </Button>
          )}
          {deletes(row) && (
            <Button size="small" danger onClick={() => erase(row)}>
              {t.toErase}
            </Button>
          )}
          <Copies row={row} />
        </div>
      ),
    },
  ];
}

function Requests() {
  const t = useTexts(locale);
  const [search, setSearch] = useSearchParams();
  const state = search.get("state") === "closed" ? "closed" : "waiting";
  const found = useRequests(state);
  const [handled, setHandled] = useState<DataRequest>();
  const [erased, setErased] = useState<DataRequest>();
  const settle = useDeed();
  const columns = useColumns(setHandled, setErased);
  return (
    <>
      <PageHeader title={t.requests} note={t.requestsNote}>
        <Segmented
          aria-label={t.requests}
          value={state}
          onChange={(value) => setSearch(value === "closed" ? { state: value } : {})}
          options={[
            { value: "waiting", label: t.waiting },
            { value: "closed", label: t.closed },
          ]}
        />
      </PageHeader>
      <QueryState query={found}>
        {({ rows, comebacks }) => (
          <>
            {comebacks.map((each) => (
              <Alert
                key={each.customer_id}
                type="warning"
                showIcon
                title={t.comebacks}
                description={
                  <>
                    <Link to={`/customers/${each.customer_id}`}>{each.customer}</Link>{" "}
                    {t.comebackHint(each.erased_at.slice(0, 10))}
                  </>
                }
                action={
                  <Button
                    size="small"
                    onClick={() => settle.mutate(settleComeback(each.customer_id))}
                  >
                    {t.settle}
                  </Button>
                }
              />
            ))}
            {rows.length === 0 ? (
              <EmptyState title={t.noWaiting} hint={t.noWaitingHint} />
            ) : (
              <Table
                rowKey="id"
                size="small"
                dataSource={rows}
                columns={columns}
                pagination={false}
              />
            )}
          </>
        )}
      </QueryState>
      {handled && <HandleDialog row={handled} onClose={() => setHandled(undefined)} />}
      {erased && (
        <EraseForm
          customerId={erased.customer_id}
          requestId={erased.id}
          against={[]}
          onClose={() => setErased(undefined)}
        />
      )}
    </>
  );
}

/** What people ask of us about their data, by when it has to be answered. */
export function RequestsPage() {
  return useCan()(REQUESTS) ? <Requests /> : <NoPermission />;
}
