import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook, screen, waitFor } from "@testing-library/react";
import { App } from "antd";
import { afterEach, expect, it, vi } from "vitest";
import { queryClient } from "../../api/queries";
import { group, member } from "./testing";
import { useDecisions } from "./useDecisions";

const sent = vi.hoisted(() => vi.fn<(id: string) => void>());
vi.mock("./api", async (original) => ({
  ...(await original<typeof import("./api")>()),
  merge: async () => ({ open: false, pairs: [] }),
  dismiss: async () => ({ open: false, pairs: [] }),
  undoMerge: async (id: string) => sent(id),
  takeBack: async (id: string) => sent(id),
}));

afterEach(() => {
  cleanup();
  queryClient.clear();
});

const pair = (id: string) => ({ ...group([member("a"), member("b")], []), id });

it("offers to take back the newest decision only, beside its own words", async () => {
  const { result } = renderHook(() => useDecisions(() => {}), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={queryClient}>
        <App>{children}</App>
      </QueryClientProvider>
    ),
  });
  act(() => {
    result.current.merge(pair("first"), { loser_ids: ["b"] } as never);
    result.current.dismiss(pair("second"), []);
  });
  const [button, ...others] = await screen.findAllByRole("button", { name: /撤\s?销/ });
  expect(others).toEqual([]);
  expect(button?.parentElement?.textContent).toContain("不是重复");
  act(() => button?.click());
  await waitFor(() => expect(sent).toHaveBeenCalledExactlyOnceWith("second"));
});
