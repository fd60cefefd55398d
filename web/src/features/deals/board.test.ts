import { expect, test } from "vitest";
import type { Board, Listed } from "./api";
import { dayIn, daysTo, withMoved } from "./board";

const card = (id: string, stage_id: string) => ({ id, stage_id }) as Listed;
const board = {
  columns: [
    { stage: { id: "1" }, count: 20, sums: [], cards: [card("a", "1"), card("b", "1")] },
    { stage: { id: "2" }, count: 0, sums: [], cards: [] },
    { stage: { id: "3" }, count: 1, sums: [], cards: [card("c", "3")] },
  ],
} as unknown as Board;

test("a moved card stands on top of its new column, and is counted there", () => {
  const moved = withMoved(board, card("b", "1"), "2");
  expect(moved.columns.map((column) => [column.count, column.cards.map(({ id }) => id)])).toEqual([
    [19, ["a"]],
    [1, ["b"]],
    [1, ["c"]],
  ]);
  expect(moved.columns[1]?.cards[0]?.stage_id).toBe("2");
  expect(board.columns[0]?.cards.length).toBe(2);
});

test("days are counted as days, over the turn of a month", () => {
  const now = new Date(2026, 10, 30, 23, 50);
  expect([daysTo("2026-11-30", now), daysTo("2026-12-01", now), daysTo("2026-11-20", now)]).toEqual(
    [0, 1, -10],
  );
  expect(dayIn(30, now)).toBe("2026-12-30");
});
