import { Alert, Flex, Tag, Typography } from "antd";
import { Link } from "react-router";
import { exactTime } from "../../lib/dates";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import { RelativeTime } from "../../ui/RelativeTime";
import type { Approval } from "./api";
import { approvalTexts } from "./locale";

const MINUTES = 60;
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

/** What an export takes along: how many, of which filter, which columns, and what of them is clear. */
function ExportFacts({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  const language = useLanguage();
  const { export: asked } = row;
  if (!asked) return null;
  if (!asked.readable) {
    return (
      <>
        <dt>{t.scope}</dt>
        <dd>
          <Alert type="error" showIcon title={t.unreadable} description={t.unreadableHint} />
        </dd>
      </>
    );
  }
  const conditions = asked.conditions.length > 0 ? asked.conditions.join("\n") : t.everyCustomer;
  return (
    <>
      <dt>{t.customers}</dt>
      <dd>
        <Typography.Text strong>{t.exported(formatNumber(asked.count, language))}</Typography.Text>
      </dd>
      <dt>{t.scope}</dt>
      <dd>{asked.trashed ? `${t.inTrash}\n${conditions}` : conditions}</dd>
      <dt>{t.columns}</dt>
      <dd>{named(row.fields)}</dd>
      <dt>{t.clearColumns}</dt>
      <dd>
        {asked.clear.length > 0 ? (
          <Typography.Text type="danger">{named(asked.clear)}</Typography.Text>
        ) : (
          t.noneClear
        )}
      </dd>
    </>
  );
}

function ViewFacts({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  return (
    <>
      <dt>{t.fields}</dt>
      <dd>
        <Typography.Text strong>{named(row.fields)}</Typography.Text>
      </dd>
      <dt>{t.customers}</dt>
      <dd>
        <Customers row={row} />
      </dd>
    </>
  );
}

/** What was asked and granted, in time and number. */
function Lengths({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  const { grant } = row;
  if (row.kind === "emergency") return null;
  const exported = row.kind === "export";
  const hours = String(Math.round((row.minutes / MINUTES) * 10) / 10);
  const until =
    grant && (exported ? t.exportUntil : t.until)(exactTime(grant.until), grant.used, grant.looks);
  return (
    <>
      <dt>{t.wanted}</dt>
      <dd>{exported ? t.exportLength(hours, row.looks) : t.length(row.minutes, row.looks)}</dd>
      {grant && (
        <>
          <dt>{t.given}</dt>
          <dd>
            {!exported && `${named(grant.fields)} · `}
            {until} · {t.grantStates[grant.state]}
          </dd>
        </>
      )}
    </>
  );
}

/** What a request asks for and what became of it; never a value. */
export function RequestFacts({ row, mine = false }: { row: Approval; mine?: boolean }) {
  const t = useTexts(approvalTexts);
  const exported = row.kind === "export";
  const asks = mine
    ? exported
      ? t.mineExports
      : t.mineAsks
    : (exported ? t.exportAsks : t.asks)(row.user?.name ?? "", row.user?.department ?? "");
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
        {row.kind === "export" ? <ExportFacts row={row} /> : <ViewFacts row={row} />}
        <dt>{t.purpose}</dt>
        <dd>{row.words}</dd>
        <Lengths row={row} />
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
      {!exported && <Seen row={row} />}
    </>
  );
}
