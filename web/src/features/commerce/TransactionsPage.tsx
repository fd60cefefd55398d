import { ImportOutlined } from "@ant-design/icons";
import { Button, Flex, Table, Typography } from "antd";
import type { ColumnsType } from "antd/es/table";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { type ListedTransaction, useTransactions } from "./api";
import { KindMarks, Money } from "./Bits";
import { FilterTools, useFilter } from "./FilterTools";
import type { Kind, Method } from "./kinds";
import { texts } from "./locale";
import { dayOf, onDay, some } from "./money";
import { RECORD } from "./rights";
import { TransactionDialog } from "./TransactionDialog";
import "./commerce.css";

function useColumns(overdue: boolean): ColumnsType<ListedTransaction> {
  const t = useTexts(texts);
  const language = useLanguage();
  return [
    {
      title: overdue ? t.due : t.date,
      render: (_, row) => (
        <>
          <span className="num">
            {overdue && row.due_on ? onDay(row.due_on, language) : dayOf(row.at, language)}
          </span>
          <span className="only-small">
            <KindMarks row={row} />
          </span>
        </>
      ),
    },
    { title: t.kind, responsive: ["sm"], render: (_, row) => <KindMarks row={row} /> },
    {
      title: t.customer,
      render: (_, row) => (
        <Link to={`/customers/${row.customer_id}`} onClick={(event) => event.stopPropagation()}>
          {row.customer_name || row.customer_number}
        </Link>
      ),
    },
    {
      title: overdue ? t.open : t.amount,
      align: "right",
      className: "num",
      render: (_, row) => (
        <span className={row.voided_at ? "voided" : undefined}>
          <Money amount={overdue ? row.outstanding : row.amount} currency={row.currency} />
          {!overdue && some(row.outstanding) && (
            <span className="muted small">
              {" "}
              {t.open} <Money amount={row.outstanding} currency={row.currency} />
            </span>
          )}
        </span>
      ),
    },
    {
      title: t.settles,
      responsive: ["lg"],
      render: (_, row) =>
        row.refers && (
          <span className="small">
            {t.kinds[row.refers.kind as Kind]} {row.refers.number || dayOf(row.refers.at, language)}{" "}
            <Money {...row.refers} />
          </span>
        ),
    },
    {
      title: t.method,
      responsive: ["lg"],
      render: (_, row) => (row.method ? t.methods[row.method as Method] : ""),
    },
    {
      title: t.number,
      responsive: ["md"],
      render: (_, row) =>
        row.external_id && (
          <span>
            {row.external_id} <span className="muted small">{row.source}</span>
          </span>
        ),
    },
  ];
}

/** Transactions of all customers in sight. */
export function TransactionsPage() {
  const t = useTexts(texts);
  const can = useCan();
  const navigate = useNavigate();
  const [filter, put] = useFilter();
  const [open, setOpen] = useState<ListedTransaction | null>(null);
  const list = useTransactions(filter);
  const columns = useColumns(filter.overdue === true);
  const imports = can(RIGHTS.import) && can(RECORD);
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader
        title={t.transactions}
        note={t.listNote}
        actions={
          imports && (
            <Button icon={<ImportOutlined />} onClick={() => navigate("/transactions/imports")}>
              {t.importFile}
            </Button>
          )
        }
      >
        <FilterTools filter={filter} put={put} />
      </PageHeader>
      <QueryState query={list}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) {
            const title = filter.overdue ? t.noneOverdue : filtered ? t.noneFound : t.none;
            return <EmptyState title={title} hint={filtered ? undefined : t.noneHint} />;
          }
          const count = pages[0]?.count;
          return (
            <>
              <Typography.Paragraph type="secondary" className="num">
                {count && t.count(count.capped ? `${count.value}+` : `${count.value}`)}
              </Typography.Paragraph>
              <Table
                rowKey="id"
                size="middle"
                columns={columns}
                dataSource={rows}
                pagination={false}
                onRow={(row) => ({ onClick: () => setOpen(row), style: { cursor: "pointer" } })}
              />
              {list.hasNextPage && (
                <Flex justify="center" className="more-row">
                  <Button loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                    {t.more}
                  </Button>
                </Flex>
              )}
            </>
          );
        }}
      </QueryState>
      {open && (
        <TransactionDialog
          customerId={open.customer_id}
          id={open.id}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
