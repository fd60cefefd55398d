import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTexts } from "../../lib/i18n";
import { keepFocus } from "./focus";
import { locale } from "./locale";
import type { Row } from "./types";
import { nameOf, share } from "./words";

type Props = {
  rows: readonly Row[];
  skipped: readonly string[];
  current: string;
  onOpen: (id: string) => void;
  more: { has: boolean; busy: boolean; load: () => void };
};

/** What waits, the surest first; the one on screen is marked. */
export function QueueList({ rows, skipped, current, onOpen, more }: Props) {
  const t = useTexts(locale);
  const list = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the marked line stays in sight.
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <nav className="dup-queue" aria-label={t.queue}>
      <ol ref={list}>
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              aria-current={row.id === current || undefined}
              onClick={() => onOpen(row.id)}
              {...keepFocus}
            >
              <span className="dup-queue-name">{nameOf(row, t)}</span>
              <span className="dup-queue-facts">
                <span className={`dup-score dup-${row.level}`}>
                  {row.score === null ? t.levelShort[row.level] : share(row.score)}
                </span>
                <span>{t.members(row.size)}</span>
                {skipped.includes(row.id) && <span>{t.skipped}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {more.has && (
        <Button type="link" block onClick={more.load} loading={more.busy}>
          {t.loadMore}
        </Button>
      )}
    </nav>
  );
}
