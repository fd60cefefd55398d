import { describe, expect, it } from "vitest";
import { atNoon, dayOf, needBody } from "./words";

describe("when a need changed", () => {
  const now = new Date(2026, 10, 22, 9, 30);

  it("is noon of the day, but never ahead", () => {
    expect(dayOf(atNoon("2026-11-20", now))).toBe("2026-11-20");
    expect(atNoon("2026-11-22", now)).toBe(now.toISOString());
    expect(atNoon(undefined, now)).toBe(now.toISOString());
  });

  it("stays to the second while its day stays", () => {
    const former = new Date(2026, 10, 20, 8, 1, 2).toISOString();
    expect(needBody({ after: "x", day: "2026-11-20" }, former).at).toBe(former);
    expect(needBody({ after: "x", day: "2026-11-19" }, former).at).not.toBe(former);
  });
});

describe("what was filled in", () => {
  it("is trimmed", () => {
    expect(needBody({ after: " x " })).toMatchObject({ after: "x", before: "" });
  });

  it("takes a link away that was offered, and leaves one that was not", () => {
    const body = needBody({ after: "x", project_id: undefined });
    expect(body.project_id).toBeNull();
    expect("opportunity_id" in body).toBe(false);
  });
});
