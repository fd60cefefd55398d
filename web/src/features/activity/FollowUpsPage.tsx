import { Button, Segmented, Select } from "antd";
import { Link, useSearchParams } from "react-router";
import { useCan, useMe } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { EmptyState, QueryState } from "../../ui/states";
import { About } from "./About";
import { useDue, type When, type Whose } from "./api";
import { CalendarButton } from "./calendar/CalendarDialog";
import { FollowUpRow } from "./FollowUpRow";
import { activityTexts } from "./locale";
import { MorningMail } from "./MorningMail";
import { MANAGE, RECORD } from "./rights";
import { Workload } from "./Workload";

const WHEN: readonly When[] = ["all", "due", "overdue", "today", "week", "later", "done"];

function Nothing({ when }: { when: When }) {
  const t = useTexts(activityTexts);
  if (when === "done") return <EmptyState title={t.nothingDone} />;
  return (
    <EmptyState
      title={t.nothingDue}
      hint={t.nothingDueHint}
      actions={
        <Link to="/customers">
          <Button>{t.seeCustomers}</Button>
        </Link>
      }
    />
  );
}

function DueList({ whose, when, assignee }: { whose: Whose; when: When; assignee: string }) {
  const t = useTexts(activityTexts);
  const can = useCan();
  const due = useDue(whose, when, assignee);
  return (
    <section aria-label={t.followUps} className="due-list">
      <QueryState query={due}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Nothing when={when} />;
          return (
            <ul className="follow-ups">
              {rows.map((row) => (
                <FollowUpRow
                  key={row.id}
                  customerId={row.customer_id}
                  followUp={row}
                  about={<About row={row} />}
                  showAssignee={whose === "team"}
                  editable={can(RECORD) && (row.mine || can(MANAGE))}
                />
              ))}
            </ul>
          );
        }}
      </QueryState>
      {due.hasNextPage && (
        <Button
          type="link"
          className="flush"
          loading={due.isFetchingNextPage}
          onClick={() => void due.fetchNextPage()}
        >
          {t.older}
        </Button>
      )}
    </section>
  );
}

/** What is to be done, over all customers in sight: one's own, or the team's with who has how much. */
export function FollowUpsPage() {
  const t = useTexts(activityTexts);
  const leads = useMe().scope !== "own";
  const [search, setSearch] = useSearchParams();
  const whose: Whose = leads && search.get("whose") === "team" ? "team" : "mine";
  const when = WHEN.find((each) => each === search.get("when")) ?? "all";
  const assignee = whose === "team" ? (search.get("assignee") ?? "") : "";
  const put = (part: Record<string, string>) => {
    const next = { whose, when, assignee, ...part };
    const said = Object.entries(next).filter(
      ([key, value]) => value !== "" && !(key === "whose" && value === "mine") && value !== "all",
    );
    setSearch(Object.fromEntries(said));
  };
  return (
    <>
      <PageHeader title={t.followUps} note={t.followUpsHint}>
        <div className="due-tools">
          {leads && (
            <Segmented
              aria-label={t.followUps}
              value={whose}
              onChange={(value) => put({ whose: value, assignee: "" })}
              options={[
                { value: "mine", label: t.mine },
                { value: "team", label: t.team },
              ]}
            />
          )}
          <Select
            aria-label={t.whenLabel}
            value={when}
            onChange={(value) => put({ when: value })}
            options={WHEN.map((value) => ({ value, label: t.when[value] }))}
            popupMatchSelectWidth={false}
          />
          <CalendarButton />
          <MorningMail />
        </div>
      </PageHeader>
      {whose === "team" && (
        <Workload assignee={assignee} onChoose={(id) => put({ assignee: id })} />
      )}
      <DueList whose={whose} when={when} assignee={assignee} />
    </>
  );
}
