import { Flex, Tag, Typography } from "antd";
import { Link } from "react-router";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import type { Approval } from "./api";
import { approvalTexts } from "./locale";

const COLOURS = {
  waiting: "blue",
  granted: "green",
  refused: "red",
  withdrawn: "default",
  lapsed: "default",
} as const;

function Customers({ row }: { row: Approval }) {
  return (
    <>
      {row.customers.map(({ id, number, name }) => (
        <div key={id}>
          {name === null ? (
            <span className="num">{number}</span>
          ) : (
            <Link to={`/customers/${id}`}>
              {name} <span className="muted num">{number}</span>
            </Link>
          )}
        </div>
      ))}
    </>
  );
}

const named = (fields: Approval["fields"]) => fields.map(({ label }) => label).join(" · ");

/** Who looked at what, when. */
function Seen({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  if (!row.grant) return null;
  if (row.seen.length === 0) return <p className="muted small">{t.seenNone}</p>;
  return (
    <ul className="approval-seen small" aria-label={t.seen}>
      {row.seen.map((look) => (
        <li key={`${look.at}${look.customer_id}`}>
          <span className="num">{exactTime(look.at)}</span> ·{" "}
          <span className="num">{look.number}</span> · {named(look.fields)}
        </li>
      ))}
    </ul>
  );
}

/** What a request asks for and what became of it; never a value. */
export function RequestFacts({ row, mine = false }: { row: Approval; mine?: boolean }) {
  const t = useTexts(approvalTexts);
  const asks = mine ? t.mineAsks : t.asks(row.user?.name ?? "", row.user?.department ?? "");
  return (
    <>
      <Flex justify="space-between" gap={8} wrap>
        <Typography.Text strong>
          {row.kind === "emergency" ? `${row.user?.name ?? ""} · ${t.emergency}` : asks}
        </Typography.Text>
        <Flex gap={8} align="center">
          <span className="muted small">
            <RelativeTime at={row.asked_at} />
          </span>
          {row.kind !== "emergency" && <Tag color={COLOURS[row.state]}>{t.states[row.state]}</Tag>}
        </Flex>
      </Flex>
      <dl className="approval-facts">
        <dt>{t.fields}</dt>
        <dd>
          <Typography.Text strong>{named(row.fields)}</Typography.Text>
        </dd>
        <dt>{t.customers}</dt>
        <dd>
          <Customers row={row} />
        </dd>
        <dt>{t.purpose}</dt>
        <dd>{row.words}</dd>
        {row.kind !== "emergency" && (
          <>
            <dt>{t.wanted}</dt>
            <dd>{t.length(row.minutes, row.looks)}</dd>
          </>
        )}
        {row.grant && row.kind !== "emergency" && (
          <>
            <dt>{t.given}</dt>
            <dd>
              {named(row.grant.fields)} ·{" "}
              {t.until(exactTime(row.grant.until), row.grant.used, row.grant.looks)} ·{" "}
              {t.grantStates[row.grant.state]}
            </dd>
          </>
        )}
        {(row.answer || row.decided_by) && (
          <>
            <dt>{t.answer}</dt>
            <dd>
              {row.answer}{" "}
              {row.decided_by && <span className="muted">{t.decidedBy(row.decided_by.name)}</span>}
            </dd>
          </>
        )}
      </dl>
      <Seen row={row} />
    </>
  );
}
