import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { afterEach, expect, it, vi } from "vitest";
import type { CustomerDetail } from "../../types";
import { Classification } from "./Classification";

const known = vi.hoisted(() => ({ clearance: 0, rights: [] as string[], classify: vi.fn() }));
vi.mock("../api", () => ({
  useClassify: () => ({ mutate: known.classify, isPending: false, error: null }),
}));
vi.mock("../../../../api/session", () => ({
  useMe: () => ({ clearance: known.clearance }),
  useCan: () => (right: string) => known.rights.includes(right),
}));

function show(classification: number, clearance: number, ...rights: string[]) {
  known.clearance = clearance;
  known.rights = ["customers.edit", ...rights];
  const customer = { id: "1", version: 1, classification, editable: true };
  render(
    <App>
      <Classification customer={customer as unknown as CustomerDetail} locked={false} />
    </App>,
  );
}

const open = () => userEvent.click(screen.getByRole("button", { name: "修改密级" }));
const save = () => screen.getByRole("button", { name: /保\s?存/ });

async function choose(name: string) {
  await userEvent.click(screen.getByRole("combobox"));
  await userEvent.click(await screen.findByTitle(name));
}

afterEach(() => {
  cleanup();
  known.classify.mockReset();
});

it("says nothing of levels to who has no clearance", () => {
  show(0, 0);
  expect(screen.queryByText("密级")).toBeNull();
});

it("raises without a reason", async () => {
  show(0, 2);
  await open();
  await choose("内部");
  await userEvent.click(save());
  expect(known.classify.mock.calls[0]?.[0]).toEqual({ level: 1, reason: "" });
});

it("lowers only with the right and a reason", async () => {
  show(2, 2);
  await open();
  await choose("普通");
  expect(await screen.findByText("您没有降低密级的权限。")).toBeTruthy();
  expect(save().hasAttribute("disabled")).toBe(true);
  cleanup();
  show(2, 2, "customers.declassify");
  await open();
  await choose("普通");
  await userEvent.click(save());
  expect(await screen.findByText("请写明理由（至少 4 个字）")).toBeTruthy();
  expect(known.classify).not.toHaveBeenCalled();
  await userEvent.type(screen.getByLabelText("降低密级的理由"), "合同已经公开");
  await userEvent.click(save());
  expect(known.classify.mock.calls[0]?.[0]).toEqual({ level: 0, reason: "合同已经公开" });
});
