import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render } from "@testing-library/react";
import { App } from "antd";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../api/queries";
import { RIGHTS } from "../../api/rights";
import { meQuery } from "../../api/session";
import { fresh } from "./session";
import { field, group, member } from "./testing";
import type { Decisions } from "./useDecisions";
import { Workbench } from "./Workbench";

const job = field("job", { a: "teacher", b: "engineer" }, { picks: { a: "b", b: "b" } });
const sex = field("sex", { a: "f", b: "m" }, { picks: { a: "a" }, why: "clash", clash: true });

/** The next key finds what this one did: in a browser React shows it before the next event comes. */
function press(key: string) {
  act(() => {
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  });
}

function open(rows = [job], rights: string[] = [RIGHTS.review, RIGHTS.merge]) {
  queryClient.setQueryData(meQuery.queryKey, { rights } as never);
  const decisions = {
    session: fresh,
    merge: vi.fn(() => true),
    dismiss: vi.fn(() => true),
    skip: vi.fn(),
    again: vi.fn(),
    undo: vi.fn(),
  } satisfies Decisions;
  const moves = { onDone: vi.fn(), onSkip: vi.fn(), onPrevious: vi.fn() };
  const pair = group([member("a"), member("b")], rows);
  render(
    <QueryClientProvider client={queryClient}>
      <App>
        <MemoryRouter>
          <Workbench group={pair} decisions={decisions} {...moves} />
        </MemoryRouter>
      </App>
    </QueryClientProvider>,
  );
  return { pair, decisions, ...moves };
}

beforeEach(() => {
  // The browser of the tests has no layout.
  Element.prototype.scrollIntoView = () => {};
});
afterEach(() => {
  cleanup();
  queryClient.clear();
});

describe("the keys of the workbench", () => {
  it.each(["Enter", "m"])("%s merges as proposed and goes on", (key) => {
    const { pair, decisions, onDone } = open();
    press(key);
    expect(decisions.merge).toHaveBeenCalledExactlyOnceWith(pair, {
      survivor_id: "a",
      loser_ids: ["b"],
      choices: {},
      versions: { a: 3, b: 3 },
    });
    expect(onDone).toHaveBeenCalledOnce();
  });

  it("chooses the survivor by number and a value by arrows and space", () => {
    const { pair, decisions } = open();
    for (const key of ["2", "ArrowDown", "ArrowLeft", " ", "Enter"]) press(key);
    expect(decisions.merge).toHaveBeenCalledWith(
      pair,
      expect.objectContaining({ survivor_id: "b", loser_ids: ["a"], choices: { job: "a" } }),
    );
  });

  it("does not merge over a contradiction before somebody chose", () => {
    const { decisions, onDone } = open([sex]);
    press("Enter");
    expect(decisions.merge).not.toHaveBeenCalled();
    press(" ");
    press("Enter");
    expect(decisions.merge).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ choices: { sex: "a" } }),
    );
    expect(onDone).toHaveBeenCalledOnce();
  });

  it("says not a duplicate, skips, goes back", () => {
    const { pair, decisions, onDone, onSkip, onPrevious } = open();
    for (const key of ["x", "s", "j", "k"]) press(key);
    expect(decisions.dismiss).toHaveBeenCalledExactlyOnceWith(pair, []);
    expect(onDone).toHaveBeenCalledOnce();
    expect([onSkip.mock.calls.length, onPrevious.mock.calls.length]).toEqual([2, 1]);
  });

  it("does not merge without the right to", () => {
    const { decisions } = open([job], [RIGHTS.review]);
    press("Enter");
    press("m");
    expect(decisions.merge).not.toHaveBeenCalled();
  });
});
