import { expect, test } from "vitest";
import { deedsOf } from "./deeds";

const fresh = {
  state: "new" as const,
  moves: [],
  takeable: true,
  editable: true,
  answered_at: null,
  satisfaction: null,
};

test("a case goes its way: taken, answered, solved, closed", () => {
  expect(deedsOf(fresh).primary).toBe("take");
  const working = {
    ...fresh,
    state: "working" as const,
    takeable: false,
    moves: ["wait" as const, "solve" as const],
  };
  expect(deedsOf(working)).toEqual({
    all: ["answer", "solve", "wait", "handOver", "correct"],
    primary: "answer",
  });
  expect(deedsOf({ ...working, answered_at: "2026-11-23T09:00:00Z" }).primary).toBe("solve");
  const solved = {
    ...working,
    state: "solved" as const,
    moves: ["close" as const, "reopen" as const],
  };
  expect(deedsOf(solved)).toEqual({
    all: ["close", "rate", "reopen", "correct"],
    primary: "close",
  });
});

test("nothing presses once it is closed, and nothing is offered to whoever may not handle it", () => {
  const closed = {
    ...fresh,
    state: "closed" as const,
    takeable: false,
    moves: ["reopen" as const],
  };
  expect(deedsOf(closed)).toEqual({ all: ["rate", "reopen"], primary: null });
  expect(deedsOf({ ...closed, editable: false, moves: [] }).all).toEqual([]);
});
