import { Button } from "antd";
import { type ReactNode, useEffect } from "react";
import { isApiError } from "../../api/errors";
import { useTexts } from "../../lib/i18n";
import { useKeys } from "../../lib/keyboard";
import { usePhone } from "../../lib/media";
import { EmptyState, ErrorState } from "../../ui/states";
import { prefetchGroup, useGroup } from "./api";
import { WORK } from "./focus";
import { locale } from "./locale";
import { QueueList } from "./QueueList";
import { following, preceding, waiting } from "./session";
import type { Row } from "./types";
import type { Decisions } from "./useDecisions";
import { Workbench, WorkbenchSkeleton } from "./Workbench";

type Props = {
  rows: readonly Row[];
  /** The group the address names, in the queue or not; empty for the first that waits. */
  wanted: string;
  onOpen: (id: string) => void;
  decisions: Decisions;
  more: { has: boolean; busy: boolean; load: () => void };
  empty: ReactNode;
};

function useCurrent({ rows, wanted, decisions }: Props): string {
  const { session } = decisions;
  if (wanted && !session.decided.includes(wanted)) return wanted;
  return following(rows, session, wanted)?.id ?? "";
}

/** The queue beside the group on screen; the ones that follow are fetched while one looks. */
export function Review(props: Props) {
  const t = useTexts(locale);
  const phone = usePhone();
  const { rows, onOpen, decisions, more, empty } = props;
  const { session } = decisions;
  const current = useCurrent(props);
  const left = waiting(rows, session);
  const next = following(rows, session, current)?.id;
  const group = useGroup(current);
  useEffect(() => {
    if (next) prefetchGroup(next);
  }, [next]);
  useEffect(() => {
    if (left.length < 5 && more.has && !more.busy) more.load();
  }, [left.length, more.has, more.busy, more.load]);
  useKeys([{ keys: "u", label: t.keyUndo, group: t.keys, run: decisions.undo }]);

  if (current === "") {
    if (session.skipped.length === 0) return <>{empty}</>;
    return (
      <EmptyState
        title={t.doneTitle}
        hint={t.doneSkipped(session.skipped.length)}
        actions={
          <Button type="primary" onClick={decisions.again}>
            {t.seeSkipped}
          </Button>
        }
      />
    );
  }
  const advance = () => onOpen(next ?? "");
  const pass = () => {
    decisions.skip(current);
    advance();
  };
  const gone = isApiError(group.error) && group.error.status === 404;
  return (
    <div className="dup-work">
      {!phone && (
        <QueueList
          rows={left}
          skipped={session.skipped}
          current={current}
          onOpen={onOpen}
          more={more}
        />
      )}
      <div className="dup-card" id={WORK} tabIndex={-1}>
        {group.data ? (
          <Workbench
            // A group that changed is looked at afresh; so are choices made for another.
            key={`${current} ${group.data.members.map((each) => `${each.id}:${each.version}`).join()}`}
            group={group.data}
            decisions={decisions}
            onDone={advance}
            onSkip={pass}
            onPrevious={() => onOpen(preceding(rows, session, current)?.id ?? current)}
          />
        ) : gone ? (
          <EmptyState
            title={t.goneTitle}
            hint={t.goneHint}
            actions={<Button onClick={pass}>{t.next}</Button>}
          />
        ) : group.error ? (
          <ErrorState error={group.error} onRetry={() => void group.refetch()} />
        ) : (
          <WorkbenchSkeleton />
        )}
      </div>
    </div>
  );
}
