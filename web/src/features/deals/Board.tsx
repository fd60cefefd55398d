import { type DragEvent, useState } from "react";
import { Link } from "react-router";
import { useLanguage, useTexts } from "../../lib/i18n";
import { formatNumber } from "../../lib/numbers";
import type { Board as BoardData, Column, Listed, Stage } from "./api";
import { DealCard } from "./DealCard";
import { dealTexts } from "./locale";
import { roughly } from "./money";
import type { Deeds } from "./useDeeds";
import { stageName } from "./words";

type Drag = { card: Listed | null; take: (card: Listed | null) => void };
type Props = {
  board: BoardData;
  deeds: Deeds<Listed>;
  showOwner: boolean;
  listOf: (stage: Stage) => string;
  onOpen: (card: Listed) => void;
};

/** Lets a card be dropped; `over` marks where it would land. */
function useDrop(drag: Drag, allowed: boolean, onDrop: (card: Listed) => void) {
  const [over, setOver] = useState(false);
  const { card } = drag;
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!card || !allowed) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      const inside =
        event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!inside) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      drag.take(null);
      if (card && allowed) onDrop(card);
    },
  };
  return { over: over && card !== null, handlers };
}

function Head({ column }: { column: Column }) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  return (
    <header className="deal-column-head">
      <h2>
        {stageName(column.stage, language)}{" "}
        <span className="muted small num">{formatNumber(column.count, language)}</span>
      </h2>
      {column.sums.slice(0, 3).map((sum) => (
        <div key={sum.currency} className="deal-sum">
          <strong className="num">{roughly(sum.amount, sum.currency, language)}</strong>{" "}
          <span className="muted small num">
            {t.weighted(roughly(sum.weighted, sum.currency, language))}
          </span>
        </div>
      ))}
    </header>
  );
}

type ColumnProps = Omit<Props, "board"> & { column: Column; stages: Stage[]; drag: Drag };

function OneColumn({ column, stages, drag, deeds, showOwner, listOf, onOpen }: ColumnProps) {
  const t = useTexts(dealTexts);
  const language = useLanguage();
  const { stage } = column;
  const name = stageName(stage, language);
  const allowed = !stage.retired && drag.card?.stage_id !== stage.id;
  const { over, handlers } = useDrop(drag, allowed, (card) => deeds.move(card, stage));
  const hidden = column.count - column.cards.length;
  return (
    <section className="deal-column" aria-label={name} data-over={over || undefined} {...handlers}>
      <Head column={column} />
      <ul>
        {column.cards.map((card) => (
          <li key={card.id}>
            <DealCard
              {...{ card, stages, deeds, showOwner }}
              onOpen={() => onOpen(card)}
              onDrag={(taken) => drag.take(taken ? card : null)}
            />
          </li>
        ))}
      </ul>
      {column.count === 0 && <p className="muted small deal-empty">{t.emptyColumn}</p>}
      {hidden > 0 && column.cards.length > 0 && (
        <Link to={listOf(stage)} className="small deal-more">
          {t.moreCards(formatNumber(hidden, language))}
        </Link>
      )}
    </section>
  );
}

function Ending({
  drag,
  text,
  kind,
  onEnd,
}: {
  drag: Drag;
  text: string;
  kind: "won" | "lost";
  onEnd: (card: Listed) => void;
}) {
  const { over, handlers } = useDrop(drag, true, onEnd);
  return (
    <div className={`deal-ending deal-ending-${kind}`} data-over={over || undefined} {...handlers}>
      {text}
    </div>
  );
}

/** The stages side by side; a card is dragged by pointer, or moved by its menu. */
export function Board({ board, ...rest }: Props) {
  const t = useTexts(dealTexts);
  const [card, take] = useState<Listed | null>(null);
  const drag = { card, take };
  const stages = board.columns.map((column) => column.stage);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="deal-board" aria-label={t.views.board} tabIndex={0}>
        {board.columns.map((column) => (
          <OneColumn key={column.stage.id} {...{ column, stages, drag }} {...rest} />
        ))}
      </section>
      {card && (
        <div className="deal-endings">
          <Ending drag={drag} text={t.dropWin} kind="won" onEnd={rest.deeds.win} />
          <Ending drag={drag} text={t.dropLose} kind="lost" onEnd={rest.deeds.lose} />
        </div>
      )}
    </>
  );
}
