import { describe, expect, it } from "vitest";
import { themeFor } from "./theme";

describe("the looks", () => {
  it("stand still for who asked the system for less motion", () => {
    const moving = themeFor({ dark: false, density: "comfortable", still: false });
    const still = themeFor({ dark: false, density: "comfortable", still: true });
    expect(moving.token?.motion).toBe(true);
    expect(still.token).toEqual({ ...moving.token, motion: false });
  });
});
