import { App, Button, Flex, Segmented, Typography } from "antd";
import { useCallback } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan, useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { type Column, VirtualTable } from "../../ui/VirtualTable";
import { useConfirm, useReviews } from "./api";
import { Fixes } from "./Fixes";
import { qualityTexts } from "./locale";
import { type Row, WHICH, type Which } from "./types";
import { useRowKeys } from "./useRowKeys";
import "./quality.css";

function Due({ row }: { row: Row }) {
  const t = useTexts(qualityTexts);
  if (row.overdue_days > 0) return <span className="late">{t.overdue(row.overdue_days)}</span>;
  const today = new Date().toLocaleDateString("sv-SE");
  return <span>{row.review_due === today ? t.dueToday : t.dueOn(row.review_due ?? "")}</span>;
}

function useCorrect() {
  const t = useTexts(qualityTexts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const run = (row: Row) =>
    confirm.mutate(
      { id: row.id, version: row.version },
      {
        onSuccess: () => message.success(t.confirmed),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return { run, pending: confirm.isPending ? confirm.variables.id : null };
}

function Rows({ rows, onEnd, footer }: { rows: Row[]; onEnd?: () => void; footer: string | null }) {
  const t = useTexts(qualityTexts);
  const navigate = useNavigate();
  const phone = usePhone();
  const may = useCan()(RIGHTS.edit);
  const { run, pending } = useCorrect();
  const { active } = useRowKeys(rows, may ? [{ keys: "c", label: t.confirmKey, run }] : []);
  const correct = (row: Row) =>
    may && (
      <Button
        size="small"
        aria-label={t.correctOf(row.name)}
        loading={pending === row.id}
        onClick={() => run(row)}
      >
        {t.correct}
      </Button>
    );
  const name = (row: Row) => (
    <Link to={`/customers/${row.id}`} className="plain">
      <Typography.Text strong>{row.name}</Typography.Text>
    </Link>
  );
  const columns: Column<Row>[] = [
    { key: "name", title: t.name, width: 230, render: name },
    { key: "due", title: t.due, width: 130, render: (row) => <Due row={row} /> },
    {
      key: "score",
      title: t.score,
      width: 84,
      align: "right",
      render: (row) => <span className="quality-score">{row.scores.overall}</span>,
    },
    { key: "what", title: t.what, width: 400, render: (row) => <Fixes row={row} most={3} /> },
    { key: "owner", title: t.owner, width: 100, render: (row) => row.owner?.name ?? t.noOwner },
    { key: "act", title: "", width: 110, align: "right", render: correct },
  ];
  const card = (row: Row) => (
    <Flex vertical gap={4} className="quality-card">
      <Flex justify="space-between" gap={8}>
        {name(row)}
        <Due row={row} />
      </Flex>
      <Fixes row={row} most={row.suspected ? 1 : 2} />
      <Flex justify="space-between" align="center">
        <span className="muted small">{row.owner?.name ?? t.noOwner}</span>
        {correct(row)}
      </Flex>
    </Flex>
  );
  return (
    <VirtualTable
      label={t.reviewList}
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns}
      renderCard={phone ? card : undefined}
      rowHeight={phone ? 108 : 42}
      active={active}
      onOpen={(row) => navigate(`/customers/${row.id}`)}
      onEnd={onEnd}
      footer={footer}
    />
  );
}

function Reviews() {
  const t = useTexts(qualityTexts);
  const alone = useMe().scope === "own";
  const [search, setSearch] = useSearchParams();
  const choices = alone ? (["mine"] as const) : WHICH;
  const which: Which = choices.find((each) => each === search.get("which")) ?? "mine";
  const reviews = useReviews(which);
  const { fetchNextPage, isFetchingNextPage } = reviews;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const rows = reviews.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="quality-list">
      <PageHeader title={t.reviews} note={t.reviewsNote} />
      {!alone && (
        <Flex gap={12} align="center" wrap className="quality-tools">
          <Segmented
            value={which}
            onChange={(value) => setSearch({ which: value }, { replace: true })}
            aria-label={t.reviews}
            options={choices.map((each) => ({ value: each, label: t.which[each] }))}
          />
          <span className="muted">{t.whichHint[which]}</span>
        </Flex>
      )}
      <QueryState query={reviews}>
        {() =>
          rows.length === 0 ? (
            <EmptyState title={t.reviewsEmpty} hint={t.reviewsEmptyHint} />
          ) : (
            <Rows
              key={which}
              rows={rows}
              onEnd={reviews.hasNextPage ? more : undefined}
              footer={isFetchingNextPage ? t.loadingMore : reviews.hasNextPage ? null : t.end}
            />
          )
        }
      </QueryState>
    </div>
  );
}

export function ReviewsPage() {
  return useCan()(RIGHTS.view) ? <Reviews /> : <NoPermission />;
}
