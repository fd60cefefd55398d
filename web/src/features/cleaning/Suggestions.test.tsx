import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { MemoryRouter } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { Suggestions } from "./Suggestions";
import type { Profile } from "./types";

type Told = { onSuccess: (fix: { id: string }) => void; onError: (error: unknown) => void };
const mutate = vi.hoisted(() => vi.fn<(draft: unknown, told: Told) => void>());
vi.mock("./api", () => ({
  useMakeFix: () => ({ mutate, isPending: false, isSuccess: false }),
}));

const change = { before: "N/A", before_shown: "N/A", after: null, after_shown: null, count: 3 };
const suggestion = {
  id: "placeholder",
  title: "清空占位内容",
  text: "",
  count: 3,
  changes: [change],
  more: 0,
};
const profile = { id: "1", suggestions: [suggestion], values: [] } as unknown as Profile;

function open(outdated: boolean) {
  render(
    <App>
      <MemoryRouter>
        <Suggestions profile={profile} outdated={outdated} />
      </MemoryRouter>
    </App>,
  );
  return screen.getByRole("button", { name: /预\s?览/ });
}

afterEach(() => {
  cleanup();
  mutate.mockReset();
});

it("makes one preview of a double click, and another one when the first was refused", async () => {
  const button = open(false);
  await userEvent.dblClick(button);
  expect(mutate).toHaveBeenCalledTimes(1);
  mutate.mock.calls[0]?.[1].onError(new Error("no"));
  await userEvent.click(button);
  expect(mutate).toHaveBeenCalledTimes(2);
});

it("is the thing to do next only while it is about what stands there now", () => {
  expect(open(false).className).toContain("ant-btn-primary");
  cleanup();
  expect(open(true).className).not.toContain("ant-btn-primary");
});
