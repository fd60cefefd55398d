import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { exactTime } from "../../lib/dates";
import { useTexts } from "../../lib/i18n";
import { RelativeTime } from "../../ui/RelativeTime";
import { type Opened, useChoices } from "./api";
import { Where } from "./Bits";
import { serviceTexts } from "./locale";

/** When something was reached, or is due, and whether that was in time. */
function Reached({ at, due, late }: { at: string | null; due: string; late: boolean }) {
  const t = useTexts(serviceTexts);
  if (at === null) {
    return (
      <Tooltip title={exactTime(due)}>
        <time dateTime={due} className={late ? "case-late" : ""}>
          {exactTime(due).slice(0, 16)}
        </time>
      </Tooltip>
    );
  }
  return (
    <>
      <RelativeTime at={at} />{" "}
      <span className={late ? "case-late" : "muted"}>{late ? t.tooLate : t.inTime}</span>
    </>
  );
}

function useFacts(row: Opened): [string, ReactNode][] {
  const t = useTexts(serviceTexts);
  const reasons = useChoices().data?.reasons ?? [];
  const { clock } = row;
  // While the clock stands still, no moment can be named by which it is to be solved.
  const dated = row.solved_at !== null || clock.running;
  return [
    [t.assignee, <Where key="who" row={row} />],
    [t.queue, row.assignee && row.queue?.name],
    [
      t.answerDue,
      <Reached key="a" at={row.answered_at} due={clock.first_due_at} late={clock.first_late} />,
    ],
    [
      t.solveDue,
      dated && (
        <Reached key="s" at={row.solved_at} due={clock.solve_due_at} late={clock.solve_late} />
      ),
    ],
    [t.priority, t.priorities[row.priority]],
    [t.channel, t.channels[row.channel]],
    [
      t.openedAt,
      <span key="o">
        {row.opened_by?.name ?? t.someone} · <RelativeTime at={row.opened_at} />
      </span>,
    ],
    [t.closedAt, row.closed_at && <RelativeTime key="c" at={row.closed_at} />],
    [t.reason, reasons.find(({ code }) => code === row.reason)?.label],
    [t.satisfaction, row.satisfaction && t.outOf(String(row.satisfaction))],
    [t.voice, row.voice],
  ];
}

/** How a case stands, and by when what is due. */
export function CaseFacts({ row }: { row: Opened }) {
  const t = useTexts(serviceTexts);
  return (
    <section className="section" aria-label={t.details}>
      <h2>{t.details}</h2>
      <dl className="case-facts">
        {useFacts(row).map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt className="muted">{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
