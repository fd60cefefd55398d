import { describe, expect, it, vi } from "vitest";
import { toBytes, toText } from "./passkeys";
import { whenStepUp, withProof } from "./stepup";

describe("bytes of passkeys", () => {
  it("travel as base64url without padding", () => {
    expect(toText(Uint8Array.from([251, 255, 191]).buffer)).toBe("-_-_");
    expect([...toBytes("-_-_")]).toEqual([251, 255, 191]);
    expect(toText(toBytes("_w").buffer)).toBe("_w");
  });
});

const refused = () => new Response(JSON.stringify({ error: { code: "stepup" } }), { status: 401 });

describe("a request that needs a fresh proof", () => {
  it("is sent again once the person has confirmed", async () => {
    const answers = [refused(), new Response("ok")];
    const send = vi.fn(async () => answers.shift() as Response);
    const forget = whenStepUp(async () => true);
    expect((await withProof(send)).status).toBe(200);
    expect(send).toHaveBeenCalledTimes(2);
    forget();
  });

  it("asks once for several, and stays refused when the person declines", async () => {
    const ask = vi.fn(async () => false);
    const forget = whenStepUp(ask);
    const both = await Promise.all([
      withProof(async () => refused()),
      withProof(async () => refused()),
    ]);
    expect(both.map((each) => each.status)).toEqual([401, 401]);
    expect(ask).toHaveBeenCalledTimes(1);
    forget();
  });

  it("leaves a session that is over alone", async () => {
    const ask = vi.fn(async () => true);
    const forget = whenStepUp(ask);
    const over = new Response(JSON.stringify({ error: { code: "sign_in" } }), { status: 401 });
    expect((await withProof(async () => over)).status).toBe(401);
    expect(ask).not.toHaveBeenCalled();
    forget();
  });
});
