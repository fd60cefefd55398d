import { describe, expect, it } from "vitest";
import { preferences } from "../lib/preferences";
import { errorText } from "../ui/errorText";
import { ApiError, errorOf, isApiError } from "./errors";

const refusal = (body: string, status: number) => errorOf(new Response(body, { status }));

describe("refusals", () => {
  it("carry the server's words, code and details", async () => {
    const body = {
      error: { code: "stale", message: "Changed", details: { version: 5 }, request_id: "r1" },
    };
    const error = await refusal(JSON.stringify(body), 409);
    expect(isApiError(error, "stale")).toBe(true);
    expect([error.details.version, error.requestId, errorText(error)]).toEqual([
      5,
      "r1",
      "Changed",
    ]);
  });

  it("survive a proxy's page", async () => {
    const error = await refusal("<html>Bad gateway</html>", 502);
    expect([error.status, error.code]).toEqual([502, "unknown"]);
    expect(errorText(error)).not.toMatch(/html/);
  });

  it("are told in the reader's language", () => {
    const offline = new ApiError(0, "network", "");
    preferences.set({ ...preferences.get(), language: "zh-CN" });
    expect(errorText(offline)).toMatch(/[\u4e00-\u9fff]/);
    preferences.set({ ...preferences.get(), language: "en" });
    expect(errorText(offline)).toMatch(/cannot be reached/);
  });
});
