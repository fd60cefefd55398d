import { Button, Flex, Segmented, Typography } from "antd";
import { useCallback } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useLanguage, useTexts } from "../../lib/i18n";
import { usePhone } from "../../lib/media";
import { formatNumber } from "../../lib/numbers";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import { type Column, VirtualTable } from "../../ui/VirtualTable";
import { useWork } from "./api";
import { Fixes } from "./Fixes";
import { qualityTexts } from "./locale";
import { MEASURES, type Measure, type Row } from "./types";
import { useCut } from "./useCut";
import { rowAddress, useRowKeys } from "./useRowKeys";
import "./quality.css";

function useMeasure(): Measure | undefined {
  const asked = useSearchParams()[0].get("measure");
  return MEASURES.find((measure) => measure === asked);
}

function Choice({ measure }: { measure: Measure | undefined }) {
  const t = useTexts(qualityTexts);
  const [search, setSearch] = useSearchParams();
  const choose = (value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set("measure", value);
    else next.delete("measure");
    setSearch(next, { replace: true });
  };
  return (
    <div className="quality-tools">
      <Segmented
        value={measure ?? ""}
        onChange={choose}
        aria-label={t.what}
        options={[
          { value: "", label: t.all },
          ...MEASURES.map((each) => ({ value: each, label: t[each] })),
        ]}
      />
    </div>
  );
}

function Card({ row, score }: { row: Row; score: number | null }) {
  return (
    <Flex vertical gap={4} className="quality-card">
      <Flex justify="space-between" gap={8}>
        <Link to={`/customers/${row.id}`} className="plain customer-name">
          <Typography.Text strong>{row.name}</Typography.Text>
        </Link>
        <span className="quality-score">{score}</span>
      </Flex>
      <span className="muted small">{row.owner?.name}</span>
      <Fixes row={row} most={row.suspected ? 1 : 2} />
    </Flex>
  );
}

function Rows({
  rows,
  measure,
  onEnd,
  footer,
}: {
  rows: Row[];
  measure: Measure | undefined;
  onEnd?: () => void;
  footer: string | null;
}) {
  const t = useTexts(qualityTexts);
  const navigate = useNavigate();
  const phone = usePhone();
  const { active } = useRowKeys(rows);
  const column = measure && measure !== "uniqueness" ? measure : "overall";
  const columns: Column<Row>[] = [
    {
      key: "name",
      title: t.name,
      width: 240,
      render: (row) => (
        <Link to={`/customers/${row.id}`} className="plain">
          <Typography.Text strong>{row.name}</Typography.Text>
        </Link>
      ),
    },
    {
      key: "score",
      title: column === "overall" ? t.score : t[column],
      width: 84,
      align: "right",
      render: (row) => <span className="quality-score">{row.scores[column]}</span>,
    },
    { key: "what", title: t.what, width: 520, render: (row) => <Fixes row={row} most={4} /> },
    { key: "owner", title: t.owner, width: 110, render: (row) => row.owner?.name ?? "" },
    {
      key: "department",
      title: t.department,
      width: 130,
      render: (row) => row.department?.name ?? "",
    },
  ];
  return (
    <VirtualTable
      label={t.worklist}
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns}
      renderCard={phone ? (row) => <Card row={row} score={row.scores[column]} /> : undefined}
      rowHeight={phone ? 96 : 42}
      active={active}
      onOpen={(row) => navigate(rowAddress(row))}
      onEnd={onEnd}
      footer={footer}
    />
  );
}

function Work() {
  const t = useTexts(qualityTexts);
  const language = useLanguage();
  const cut = useCut();
  const measure = useMeasure();
  const [, setSearch] = useSearchParams();
  const work = useWork(cut, measure);
  const { fetchNextPage, isFetchingNextPage } = work;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const rows = work.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = work.data?.pages[0]?.count;
  const shown = count ? `${formatNumber(count.value, language)}${count.capped ? "+" : ""}` : "";
  return (
    <div className="quality-list">
      <PageHeader title={t.work} note={count ? `${t.many(shown)} · ${t.workNote}` : t.workNote}>
        {(cut.department || cut.owner) && (
          <Flex gap={8} align="center" className="quality-cut">
            <span className="muted">
              {t.cutOff} {rows[0] && (cut.owner ? rows[0].owner?.name : rows[0].department?.name)}
            </span>
            <Button size="small" onClick={() => setSearch(measure ? { measure } : {})}>
              {t.showAll}
            </Button>
          </Flex>
        )}
      </PageHeader>
      <Choice measure={measure} />
      <QueryState query={work}>
        {() =>
          rows.length === 0 ? (
            <EmptyState title={t.workEmpty} hint={t.workEmptyHint} />
          ) : (
            <Rows
              key={measure ?? ""}
              rows={rows}
              measure={measure}
              onEnd={work.hasNextPage ? more : undefined}
              footer={isFetchingNextPage ? t.loadingMore : work.hasNextPage ? null : t.end}
            />
          )
        }
      </QueryState>
    </div>
  );
}

export function WorkPage() {
  return useCan()(RIGHTS.view) ? <Work /> : <NoPermission />;
}
