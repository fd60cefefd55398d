import { describe, expect, it } from "vitest";
import {
  decide,
  following,
  forgetSkipped,
  fresh,
  preceding,
  reopen,
  skip,
  waiting,
} from "./session";
import { row } from "./testing";

const rows = ["1", "2", "3", "4"].map(row);
const ids = (found: { id: string }[]) => found.map((each) => each.id);

describe("the queue of a visit", () => {
  it("goes on with the next, around the end", () => {
    expect(following(rows, fresh, "2")?.id).toBe("3");
    expect(following(rows, fresh, "4")?.id).toBe("1");
    expect(following(rows, fresh, "")?.id).toBe("1");
  });

  it("leaves out what was decided, though the list still holds it", () => {
    const session = decide(decide(fresh, "2"), "3");
    expect(ids(waiting(rows, session))).toEqual(["1", "4"]);
    expect(following(rows, session, "2")?.id).toBe("4");
    expect(preceding(rows, session, "4")?.id).toBe("1");
  });

  it("passes over what was skipped, shows it in the list, and comes back to it when asked", () => {
    const session = skip(skip(fresh, "1"), "2");
    expect(following(rows, session, "4")?.id).toBe("3");
    expect(ids(waiting(rows, session))).toEqual(["1", "2", "3", "4"]);
    expect(preceding(rows, session, "2")?.id).toBe("1");
    const all = skip(skip(session, "3"), "4");
    expect(following(rows, all, "4")).toBeUndefined();
    expect(following(rows, forgetSkipped(all), "")?.id).toBe("1");
  });

  it("brings back what was undone or refused", () => {
    const session = reopen(decide(skip(fresh, "1"), "1"), "1");
    expect(session).toEqual(fresh);
  });

  it("has nothing before the first", () => {
    expect(preceding(rows, fresh, "1")).toBeUndefined();
  });
});
