import { Alert, Flex, Progress, Table, Tag } from "antd";
import { Link } from "react-router";
import { useTexts } from "../../../lib/i18n";
import { RelativeTime } from "../../../ui/RelativeTime";
import type { Succession } from "./api";
import { successionTexts } from "./locale";

const COLOURS = { waiting: "default", running: "processing", done: "green", failed: "red" };

/** One succession: how far it is, who got what, and what stayed why. */
export function SuccessionRun({ run }: { run: Succession }) {
  const t = useTexts(successionTexts);
  const part = run.total > 0 ? Math.floor((100 * run.done) / run.total) : 0;
  return (
    <li className="succession-run">
      <Flex gap={8} align="center" wrap>
        <Tag color={COLOURS[run.state]}>{t.states[run.state]}</Tag>
        <span>{run.started_by?.name ?? t.someone}</span>
        <RelativeTime at={run.started_at} />
      </Flex>
      {(run.state === "running" || run.state === "waiting") && (
        <Progress percent={part} aria-label={t.states[run.state]} />
      )}
      {run.state === "failed" && <Alert type="warning" showIcon title={t.failedHint} />}
      <p>{t.sums(run.customers, run.opportunities, run.follow_ups)}</p>
      <ul className="small muted">
        {run.successors.map((each) => (
          <li key={each.person?.id}>
            {t.given(each.person?.name ?? t.someone, each.parts, each.customers)}
          </li>
        ))}
      </ul>
      {run.left_count > 0 && (
        <Table
          title={() => t.left(run.left_count)}
          rowKey={(row) => `${row.what} ${row.number} ${run.left.indexOf(row)}`}
          size="small"
          dataSource={run.left}
          pagination={false}
          columns={[
            { title: t.kind, key: "what", render: (_, row) => t.what[row.what] },
            {
              title: t.number,
              key: "number",
              render: (_, row) =>
                row.customer_id ? (
                  <Link to={`/customers/${row.customer_id}`} className="num">
                    {row.number}
                  </Link>
                ) : (
                  <span className="num">{row.number}</span>
                ),
            },
            { title: t.why, key: "why", render: (_, row) => t.reasons[row.code] ?? t.otherReason },
          ]}
        />
      )}
    </li>
  );
}
