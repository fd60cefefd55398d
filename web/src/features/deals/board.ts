import type { Board, Listed } from "./api";

/** The board with one card in another column, before the server has said so. */
export function withMoved(board: Board, card: Listed, stageId: string): Board {
  const placed = { ...card, stage_id: stageId };
  return {
    columns: board.columns.map((column) => {
      const rest = column.cards.filter((each) => each.id !== card.id);
      if (column.stage.id === stageId) {
        return { ...column, count: column.count + 1, cards: [placed, ...rest] };
      }
      return rest.length < column.cards.length
        ? { ...column, count: column.count - 1, cards: rest }
        : column;
    }),
  };
}

/** Days between today and a day like 2026-11-22; negative when it is over. */
export function daysTo(day: string, now: Date = new Date()): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.UTC(year, month - 1, date) - today) / 86_400_000);
}

/** A day like 2026-11-22, so many days from today. */
export function dayIn(days: number, now: Date = new Date()): string {
  const at = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days));
  return at.toISOString().slice(0, 10);
}
