import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent, { PointerEventsCheckLevel } from "@testing-library/user-event";
import { App } from "antd";
import { MemoryRouter } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { client } from "../../../api/client";
import { ApiError } from "../../../api/errors";
import { queryClient } from "../../../api/queries";
import { archiveKeys } from "../api";
import type { CustomerDetail } from "../types";
import { Hints } from "./Hints";

const hint = { id: "2", kind: "organisation", name: "云帆科技", clues: [] };
const customer = { id: "1", kind: "person" } as unknown as CustomerDetail;

afterEach(() => {
  cleanup();
  queryClient.clear();
  vi.restoreAllMocks();
});

it("says why a hint that was put aside did not come back, though its line is gone", async () => {
  let hints = [hint];
  vi.spyOn(client, "GET").mockImplementation((async () => ({ data: hints })) as never);
  vi.spyOn(client, "POST").mockImplementation((async (path: string) => {
    if (path.endsWith("take-up")) throw new ApiError(403, "denied", "不能恢复这条提示");
    hints = [];
    return {};
  }) as never);
  // The browser of the tests does not see that messages take clicks.
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never });
  render(
    <QueryClientProvider client={queryClient}>
      <App>
        <MemoryRouter>
          <Hints customer={customer} locked={false} />
        </MemoryRouter>
      </App>
    </QueryClientProvider>,
  );
  queryClient.setQueryData(archiveKeys.history("1"), "as it was");
  await user.click(await screen.findByRole("button", { name: /无\s?关/ }));
  const back = await screen.findByRole("button", { name: /撤\s?销/ });
  await waitFor(() => expect(screen.queryByText("云帆科技")).toBeNull());
  expect(queryClient.getQueryState(archiveKeys.history("1"))?.isInvalidated).toBe(true);
  await user.click(back);
  expect(await screen.findByText("不能恢复这条提示")).toBeDefined();
});
