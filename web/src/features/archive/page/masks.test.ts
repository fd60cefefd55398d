import { expect, test } from "vitest";
import type { Standing } from "./api";
import { aliveGrants, doorTo } from "./masks";
import { withoutEnded } from "./revealed";

const UNTIL = "2026-11-23T10:00:00Z";
const field = { code: "id_number", label: "ID" };
const standing = (changes: Partial<Standing>): Standing => ({
  active: true,
  may_reveal: false,
  may_ask: true,
  may_break: false,
  needs: {},
  requests: [],
  purposes: [],
  ...changes,
});
const request = (state: "waiting" | "granted", grant: "running" | "suspended" | null) => ({
  id: "1",
  state,
  fields: ["id_number"],
  asked_at: UNTIL,
  answer: "",
  grant: grant && {
    id: "2",
    fields: [field],
    since: UNTIL,
    until: UNTIL,
    looks: 3,
    used: 1,
    state: grant,
    ended_by: null,
    may_end: true,
  },
});

test("a running grant opens its fields and no others", () => {
  const found = standing({ requests: [request("granted", "running")] });
  expect(doorTo(found, "id_number")).toEqual({
    by: "grant",
    id: "2",
    until: Date.parse(UNTIL),
    left: 2,
  });
  expect(doorTo(found, "passport")).toEqual({ by: "asking" });
});

test("a suspended grant opens nothing", () => {
  const found = standing({ requests: [request("granted", "suspended")] });
  expect(doorTo(found, "id_number")).toEqual({ by: "asking" });
});

test("who may reveal gives a reason, unless the field needs an approval", () => {
  expect(doorTo(standing({ may_reveal: true }), "id_number")).toEqual({ by: "reason" });
  const needed = standing({ may_reveal: true, needs: { id_number: "approval" } });
  expect(doorTo(needed, "id_number")).toEqual({ by: "asking" });
});

test("what waits is not asked twice, and what is never shown has no door", () => {
  const waits = standing({ requests: [request("waiting", null)] });
  expect(doorTo(waits, "id_number")).toEqual({ by: "waiting" });
  const never = standing({ may_reveal: true, needs: { id_number: "never" } });
  expect(doorTo(never, "id_number")).toEqual({ by: "nothing" });
  expect(doorTo(standing({ may_ask: false }), "id_number")).toEqual({ by: "nothing" });
});

test("what was shown by a grant goes when somebody ends it", () => {
  const shown = { a: { value: "x", until: 1, grant: "2" }, b: { value: "y", until: 1 } };
  const runs = standing({ requests: [request("granted", "running")] });
  expect(withoutEnded(shown, aliveGrants(runs))).toBe(shown);
  const suspended = standing({ requests: [request("granted", "suspended")] });
  expect(withoutEnded(shown, aliveGrants(suspended))).toEqual({ b: shown.b });
});
