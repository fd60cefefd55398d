import { App, Button, Card, Flex, Typography } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Grant, useDecide, useWaiting, type Waiting } from "./api";
import { collaborationTexts } from "./locale";

// The date picker is heavy, and comes with the answer only.
const GrantDialog = lazy(async () => ({ default: (await import("./GrantDialog")).GrantDialog }));

function Request({ row }: { row: Waiting }) {
  const t = useTexts(collaborationTexts);
  const { message } = App.useApp();
  const [granting, setGranting] = useState(false);
  const decide = useDecide();
  const run = (grant?: Grant) =>
    decide.mutate(
      { id: row.id, grant },
      {
        onSuccess: () => message.success(grant ? t.granted : t.declined),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <li>
      <Card size="small">
        <Flex justify="space-between" gap={8} wrap>
          <Typography.Text strong>
            {t.asks(row.applicant, row.applicant_department)}
          </Typography.Text>
          <span className="muted small">
            <RelativeTime at={row.created_at} />
          </span>
        </Flex>
        <div>
          <Link to={`/customers/${row.customer_id}`} className="plain">
            <Typography.Text strong>{row.name}</Typography.Text>
          </Link>{" "}
          <span className="muted num">{row.number}</span>
        </div>
        <Typography.Paragraph className="collaboration-reason">{row.reason}</Typography.Paragraph>
        <Flex gap={8}>
          <Button
            type="primary"
            aria-label={t.grantTo(row.applicant, row.name)}
            onClick={() => setGranting(true)}
          >
            {t.grant}
          </Button>
          <Button
            aria-label={t.declineTo(row.applicant, row.name)}
            loading={decide.isPending && !granting}
            onClick={() => run()}
          >
            {t.decline}
          </Button>
        </Flex>
      </Card>
      {granting && (
        <Suspense fallback={null}>
          <GrantDialog
            row={row}
            pending={decide.isPending}
            onClose={() => setGranting(false)}
            onGrant={run}
          />
        </Suspense>
      )}
    </li>
  );
}

/** Applications that wait for the reader's answer. */
export function WaitingList() {
  const t = useTexts(collaborationTexts);
  return (
    <QueryState query={useWaiting()}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState title={t.nothingWaits} hint={t.nothingWaitsHint} />
        ) : (
          <ul className="collaboration" aria-label={t.waitingList}>
            {rows.map((row) => (
              <Request key={row.id} row={row} />
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}
