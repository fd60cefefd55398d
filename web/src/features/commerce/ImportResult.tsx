import { Button, Flex, Table, Typography } from "antd";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { FATES, type Run, useLines } from "./importApi";
import type { Kind } from "./kinds";
import { texts } from "./locale";
import { money } from "./money";

/** The lines that were not taken, one by one, and a workbook of them alone. */
export function RefusedLines({ run }: { run: Run }) {
  const t = useTexts(texts);
  const lines = useLines(run.id, "refused", run.state);
  const rows = lines.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section className="run-part">
      <Typography.Title level={2} className="deal-title">
        {t.refusedLines}
      </Typography.Title>
      <Table
        rowKey="line"
        size="small"
        loading={lines.isPending}
        dataSource={rows}
        pagination={false}
        scroll={{ x: "max-content" }}
        columns={[
          { title: t.line, dataIndex: "line", align: "right" },
          { title: t.number, dataIndex: "key" },
          {
            title: t.customer,
            render: (_, row) =>
              row.customer_id ? (
                <Link to={`/customers/${row.customer_id}`}>{row.number}</Link>
              ) : (
                row.customer
              ),
          },
          { title: t.reason, dataIndex: "reason" },
        ]}
      />
      {lines.hasNextPage && (
        <Flex justify="center" className="more-row">
          <Button loading={lines.isFetchingNextPage} onClick={() => lines.fetchNextPage()}>
            {t.more}
          </Button>
        </Flex>
      )}
    </section>
  );
}

/** What a trial or a recording came to: every line has a fate, those not taken have a reason. */
export function ImportResult({ run }: { run: Run }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const { counts } = run;
  if (!counts) return null;
  const said = (value: number) => formatNumber(value, language);
  return (
    <section className="run-part" aria-label={t.result}>
      {run.state === "checked" && <Typography.Text strong>{t.wouldBe}</Typography.Text>}
      <Typography.Paragraph>
        {t.summary(said(counts.lines), said(counts.transactions), said(counts.customers))}
      </Typography.Paragraph>
      <Typography.Paragraph>
        {FATES.filter((fate) => counts[fate] > 0).map((fate) => (
          <span key={fate} className="standing-fact">
            {t.fates[fate]} <b className="num">{said(counts[fate])}</b>
          </span>
        ))}
      </Typography.Paragraph>
      <ul>
        {run.sums.map((sum) => (
          <li key={`${sum.currency}${sum.kind}`}>
            {t.kinds[sum.kind as Kind]}{" "}
            <b className="num">{money(sum.amount, sum.currency, language)}</b>{" "}
            <span className="muted num">
              {t.linesOf(said(sum.lines))} · {t.customersOf(said(sum.customers))}
            </span>
          </li>
        ))}
        {run.reasons.map((reason) => (
          <li key={reason.code}>
            {reason.text} <span className="muted num">{t.linesOf(said(reason.lines))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
