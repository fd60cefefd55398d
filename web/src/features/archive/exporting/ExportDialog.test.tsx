import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { MemoryRouter } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import type { ListState } from "../list/filters";
import type { Ahead } from "./api";
import ExportDialog from "./ExportDialog";

const known = vi.hoisted(() => ({ ahead: null as Ahead | null, ask: vi.fn(), fetch: vi.fn() }));
vi.mock("./api", () => ({
  useAhead: () => ({ data: known.ahead, error: null }),
  useAskToExport: () => ({ mutate: known.ask, isPending: false, error: null }),
  useExport: () => ({ mutate: known.fetch, isPending: false, error: null }),
}));

const purposes = [{ code: "service", zh: "为客户办理业务", en: "Serve the customer" }];
const base: Ahead = {
  count: 3,
  left: 2,
  needs_approval: true,
  hours: 24,
  request: null,
  purposes,
};

function open(ahead: Partial<Ahead>) {
  known.ahead = { ...base, ...ahead };
  const state: ListState = { filter: [], sort: "-updated_at", columns: ["name"] };
  render(
    <App>
      <MemoryRouter>
        <ExportDialog state={state} onClose={() => undefined} />
      </MemoryRouter>
    </App>,
  );
}

const button = (name: RegExp) => screen.getByRole("button", { name });

afterEach(() => {
  cleanup();
  known.ask.mockReset();
  known.fetch.mockReset();
});

it("downloads at once what needs no approval", async () => {
  open({ needs_approval: false });
  await userEvent.click(button(/下\s?载/));
  expect(known.fetch.mock.calls[0]?.[0]).toBe("xlsx");
});

it("says before anything is pressed that many need an approval, and sends nothing without a reason", async () => {
  open({});
  expect(screen.getByText("这次导出需要审批")).toBeTruthy();
  await userEvent.click(button(/提交申请/));
  expect(await screen.findByText("请选择用途")).toBeTruthy();
  expect(known.ask).not.toHaveBeenCalled();
  expect(known.fetch).not.toHaveBeenCalled();
});

it("waits while a request waits, and downloads once it is granted", async () => {
  open({ request: { id: "1", count: 1500, state: "waiting", fetches: 0, until: null } });
  expect(button(/下\s?载/).hasAttribute("disabled")).toBe(true);
  cleanup();
  open({
    request: { id: "1", count: 1500, state: "granted", fetches: 2, until: "2026-11-24T10:00:00Z" },
  });
  await userEvent.click(button(/下\s?载/));
  expect(known.fetch).toHaveBeenCalledTimes(1);
});
