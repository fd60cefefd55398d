import { describe, expect, it } from "vitest";
import { safeNext } from "./api";

describe("where signing in leads", () => {
  it.each([
    ["/customers?f=region~under~330000", "/customers?f=region~under~330000"],
    [null, "/"],
    ["", "/"],
    ["https://evil.example/", "/"],
    ["//evil.example/", "/"],
    ["/\\evil.example/", "/"],
    ["javascript:alert(1)", "/"],
  ])("%s → %s", (given, expected) => expect(safeNext(given)).toBe(expected));
});
