import { App, Button, Card, Flex, Tag, Typography } from "antd";
import { Link } from "react-router";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { RelativeTime } from "../../ui/RelativeTime";
import { EmptyState, QueryState } from "../../ui/states";
import { type Mine, useMine, useWithdraw } from "./api";
import { collaborationTexts } from "./locale";

const COLOURS = { waiting: "blue", granted: "green", declined: "default", withdrawn: "default" };

function Own({ row }: { row: Mine }) {
  const t = useTexts(collaborationTexts);
  const { message } = App.useApp();
  const withdraw = useWithdraw();
  const run = () =>
    withdraw.mutate(row.id, {
      onSuccess: () => message.success(t.withdrawn),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <li>
      <Card size="small">
        <Flex justify="space-between" gap={8} wrap>
          {row.customer_id ? (
            <Link to={`/customers/${row.customer_id}`}>
              {row.name} <span className="num">{row.number}</span>
            </Link>
          ) : (
            <Typography.Text strong>{t.concealed(row.initial, row.department)}</Typography.Text>
          )}
          <Tag color={COLOURS[row.state]}>{t.states[row.state]}</Tag>
        </Flex>
        <Typography.Paragraph className="collaboration-reason">{row.reason}</Typography.Paragraph>
        <Flex justify="space-between" align="center" gap={8}>
          <span className="muted small">
            <RelativeTime at={row.created_at} />
          </span>
          {row.state === "waiting" && (
            <Button size="small" loading={withdraw.isPending} onClick={run}>
              {t.withdraw}
            </Button>
          )}
        </Flex>
      </Card>
    </li>
  );
}

/** The reader's own applications and how they stand. */
export function MineList() {
  const t = useTexts(collaborationTexts);
  return (
    <QueryState query={useMine(true)}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState title={t.nothingMine} hint={t.nothingMineHint} />
        ) : (
          <ul className="collaboration" aria-label={t.mineList}>
            {rows.map((row) => (
              <Own key={row.id} row={row} />
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}
