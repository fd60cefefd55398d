import { describe, expect, it } from "vitest";
import { modeAt, withMode, withoutLine } from "./modes";

describe("a role's field modes", () => {
  it("fall back from the field to its class to the default", () => {
    expect(modeAt({}, "mobile", "C", "own")).toBe("edit");
    expect(modeAt({ "*C": { own: "read" } }, "mobile", "C", "own")).toBe("read");
    expect(modeAt({ "*C": { own: "read" }, mobile: { own: "hidden" } }, "mobile", "C", "own")).toBe(
      "hidden",
    );
  });

  it("change one place only", () => {
    const modes = withMode({ mobile: { own: "read" } }, "mobile", "list", "hidden");
    expect(modes).toEqual({ mobile: { own: "read", list: "hidden" } });
    expect(withoutLine(modes, "mobile")).toEqual({});
  });
});
