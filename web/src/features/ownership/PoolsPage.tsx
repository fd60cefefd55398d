import { Alert, Button, Select, Typography } from "antd";
import { Link, useSearchParams } from "react-router";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { type Pool, useHold, usePools } from "./api";
import { ownershipTexts } from "./locale";
import { MANAGE } from "./rights";
import { WaitingTable } from "./WaitingTable";
import "./ownership.css";

/** What the reader may still claim from a pool, and has already. */
function Quota({ pool }: { pool: Pool }) {
  const t = useTexts(ownershipTexts);
  const hold = useHold().data;
  const parts = [
    pool.per_day !== null && pool.left_today !== null && t.today(pool.left_today, pool.per_day),
    pool.per_week !== null &&
      pool.left_this_week !== null &&
      t.week(pool.left_this_week, pool.per_week),
  ].filter((part): part is string => part !== false);
  return (
    <Typography.Text type="secondary">
      {t.quota} {parts.length > 0 ? parts.join(" · ") : t.noQuota}
      {hold && <> · {t.holding(hold.held, hold.most)}</>}
    </Typography.Text>
  );
}

function Nothing() {
  const t = useTexts(ownershipTexts);
  const sets = useCan()(MANAGE);
  return (
    <EmptyState
      title={t.noPools}
      hint={t.noPoolsHint}
      actions={
        sets && (
          <Link to="/pools/settings">
            <Button type="primary">{t.toSettings}</Button>
          </Link>
        )
      }
    />
  );
}

/** Customers of nobody, and what one may take. */
export function PoolsPage() {
  const t = useTexts(ownershipTexts);
  const pools = usePools();
  const [search, setSearch] = useSearchParams();
  return (
    <>
      <PageHeader title={t.title} note={t.hint} />
      <QueryState query={pools}>
        {(rows) => {
          const pool = rows.find((each) => each.id === search.get("pool")) ?? rows[0];
          if (!pool) return <Nothing />;
          return (
            <>
              <div className="pool-tools">
                <Select
                  aria-label={t.pool}
                  value={pool.id}
                  onChange={(id) => setSearch({ pool: id })}
                  options={rows.map(({ id, name, count }) => ({
                    value: id,
                    label: t.poolOption(name, count),
                  }))}
                  popupMatchSelectWidth={false}
                />
                {pool.claimable && <Quota pool={pool} />}
              </div>
              {!pool.claimable && (
                <Alert type="info" showIcon title={t.notForYou} className="pool-notice" />
              )}
              <WaitingTable key={pool.id} pool={pool} />
            </>
          );
        }}
      </QueryState>
    </>
  );
}
