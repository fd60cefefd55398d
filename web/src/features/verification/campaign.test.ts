import { expect, it } from "vitest";
import { stateOf } from "./campaign";

it("is not called sent while something can be stopped yet", () => {
  expect(stateOf({ state: "done", can_stop: true })).toBe("running");
  expect(stateOf({ state: "done", can_stop: false })).toBe("done");
  expect(stateOf({ state: "paused", can_stop: true })).toBe("paused");
  expect(stateOf({ state: "cancelled", can_stop: false })).toBe("cancelled");
});
