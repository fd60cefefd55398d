import { act, render } from "@testing-library/react";
import { App } from "antd";
import { afterEach, expect, test, vi } from "vitest";
import { useSecretCheck } from "./useSecretCheck";

const asked: ((text: string) => Promise<boolean>)[] = [];
function Asks() {
  asked[0] = useSecretCheck();
  return null;
}

function answering(kinds: string[] | Error) {
  const fetched = vi.fn(async () => {
    if (kinds instanceof Error) throw kinds;
    return new Response(JSON.stringify({ kinds }), {
      headers: { "Content-Type": "application/json" },
    });
  });
  vi.stubGlobal("fetch", fetched);
  render(
    <App>
      <Asks />
    </App>,
  );
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

test("an ordinary text is saved without a question, and so is one nobody can ask about", async () => {
  answering([]);
  expect(await asked[0]?.("已回访")).toBe(true);
  vi.unstubAllGlobals();
  answering(new Error("away"));
  expect(await asked[0]?.("已回访")).toBe(true);
});

test("nothing to save asks nobody", async () => {
  const fetched = answering(["password"]);
  expect(await asked[0]?.("  ")).toBe(true);
  expect(fetched).not.toHaveBeenCalled();
});

test("a second press while the first is asked about saves nothing", async () => {
  answering([]);
  let both: (boolean | undefined)[] = [];
  await act(async () => {
    both = await Promise.all([asked[0]?.("a"), asked[0]?.("a")]);
  });
  expect(both).toEqual([true, false]);
});
