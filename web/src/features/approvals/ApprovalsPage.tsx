import { App, Button, Card, Flex, Segmented } from "antd";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, NoPermission, QueryState } from "../../ui/states";
import {
  type Approval,
  useDecide,
  useFetch,
  useMine,
  usePast,
  useRevoke,
  useToDecide,
} from "./api";
import { DecideButtons } from "./DecideButtons";
import { approvalTexts } from "./locale";
import { RequestFacts } from "./RequestFacts";
import { ReviewList } from "./ReviewList";
import { ASK, DECIDE, REVIEW } from "./rights";
import "./approvals.css";

type ListProps = {
  query: ReturnType<typeof useMine>;
  empty: string;
  hint: string;
  deeds: (row: Approval) => ReactNode;
  mine?: boolean;
};

function List({ query, empty, hint, deeds, mine = false }: ListProps) {
  const t = useTexts(approvalTexts);
  return (
    <QueryState query={query}>
      {({ rows }) =>
        rows.length === 0 ? (
          <EmptyState title={empty} hint={hint} />
        ) : (
          <ul className="approvals" aria-label={t.list}>
            {rows.map((row) => (
              <li key={row.id}>
                <Card size="small">
                  <RequestFacts row={row} mine={mine} />
                  {deeds(row)}
                </Card>
              </li>
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}

function EndButton({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  const { message } = App.useApp();
  const revoke = useRevoke();
  const { grant } = row;
  if (!grant?.may_end) return null;
  const run = () =>
    revoke.mutate(grant.id, {
      onSuccess: () => message.success(t.revoked),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Button loading={revoke.isPending} onClick={run}>
      {t.revoke}
    </Button>
  );
}

function WithdrawButton({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  const { message } = App.useApp();
  const decide = useDecide(row.id);
  if (row.state !== "waiting") return <EndButton row={row} />;
  const run = () =>
    decide.mutate(
      { withdraw: true },
      {
        onSuccess: () => message.success(t.withdrawn),
        onError: (error) => message.error(errorText(error)),
      },
    );
  return (
    <Button loading={decide.isPending} onClick={run}>
      {t.withdraw}
    </Button>
  );
}

function FetchButton({ row }: { row: Approval }) {
  const t = useTexts(approvalTexts);
  const { message } = App.useApp();
  const fetched = useFetch(row.id);
  if (!row.export?.may_fetch) return null;
  const run = () =>
    fetched.mutate(undefined, {
      onSuccess: () => message.success(t.fetched),
      onError: (error) => message.error(errorText(error)),
    });
  return (
    <Button type="primary" loading={fetched.isPending} onClick={run}>
      {t.fetch}
    </Button>
  );
}

function Mine() {
  const t = useTexts(approvalTexts);
  return (
    <List
      query={useMine()}
      empty={t.mineEmpty}
      hint={t.mineHint}
      mine
      deeds={(row) => (
        <Flex gap={8} className="approval-deeds" wrap>
          <FetchButton row={row} />
          <WithdrawButton row={row} />
        </Flex>
      )}
    />
  );
}

function ToDecide() {
  const t = useTexts(approvalTexts);
  return (
    <List
      query={useToDecide()}
      empty={t.decideEmpty}
      hint={t.decideHint}
      deeds={(row) => (row.export?.readable === false ? null : <DecideButtons row={row} />)}
    />
  );
}

function Past() {
  const t = useTexts(approvalTexts);
  return (
    <List
      query={usePast()}
      empty={t.pastEmpty}
      hint={t.pastHint}
      deeds={(row) => <EndButton row={row} />}
    />
  );
}

/** Who asks to see what is masked or to export many customers: one's own requests, those one decides, what became of them, and what is reviewed. */
export function ApprovalsPage() {
  const t = useTexts(approvalTexts);
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const tabs = [
    { key: "decide", label: t.decide, open: can(DECIDE), page: <ToDecide /> },
    { key: "mine", label: t.mine, open: can(ASK) || can(RIGHTS.export), page: <Mine /> },
    { key: "reviews", label: t.reviews, open: can(REVIEW), page: <ReviewList /> },
    { key: "past", label: t.past, open: can(DECIDE) || can(REVIEW), page: <Past /> },
  ].filter(({ open }) => open);
  const shown = tabs.find(({ key }) => key === search.get("which")) ?? tabs[0];
  if (!shown) return <NoPermission />;
  return (
    <>
      <PageHeader title={t.title}>
        <Flex>
          <Segmented
            className="approval-which"
            aria-label={t.title}
            value={shown.key}
            onChange={(which) => setSearch({ which })}
            options={tabs.map(({ key, label }) => ({ value: key, label }))}
          />
        </Flex>
      </PageHeader>
      {shown.page}
    </>
  );
}
