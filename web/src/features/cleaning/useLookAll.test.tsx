import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "../../api/queries";
import { meQuery } from "../../api/session";
import { POLL_MS } from "./api";
import type { Profile } from "./types";
import { useLookAll } from "./useLookAll";

const asked = vi.hoisted(() => vi.fn<(what: string) => Partial<Profile>>());
vi.mock("../../api/client", () => ({
  call: async (what: string) => asked(what),
  client: {
    POST: (_: string, { body }: { body: { field: string } }) => body.field,
    GET: () => "again",
  },
}));

const signIn = (id: string) =>
  queryClient.setQueryData(meQuery.queryKey, { user: { id } } as never);
const look = (state: string) => ({ id: "1", field: "name", state, suggestions: [] }) as never;
const wait = () => act(() => vi.advanceTimersByTimeAsync(POLL_MS));

beforeEach(() => {
  vi.useFakeTimers();
  signIn("wang");
  asked.mockImplementation((what) => look(what === "again" ? "done" : "running"));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  queryClient.clear();
  asked.mockReset();
});

it("goes on while one looks at what was found already, and says so on the way back", async () => {
  const first = renderHook(useLookAll);
  act(() => first.result.current.start(["name", "region"]));
  expect(first.result.current.progress).toEqual({ done: 0, total: 2 });
  first.unmount();
  await wait();
  const again = renderHook(useLookAll);
  expect(again.result.current.progress).toEqual({ done: 1, total: 2 });
  await wait();
  expect(again.result.current.progress).toBeNull();
  expect(asked.mock.calls.flat()).toEqual(["name", "again", "region", "again"]);
});

it("looks at nothing in the name of whoever signs in next", async () => {
  const { result } = renderHook(useLookAll);
  act(() => result.current.start(["name", "region"]));
  await act(() => vi.advanceTimersByTimeAsync(1));
  queryClient.clear();
  signIn("zhou");
  await wait();
  expect(result.current).toMatchObject({ progress: null, error: null });
  expect(asked.mock.calls.flat()).toEqual(["name"]);
});

it("begins no further field when it is stopped", async () => {
  const { result } = renderHook(useLookAll);
  act(() => result.current.start(["name", "region"]));
  act(() => result.current.stop());
  await wait();
  expect(result.current.progress).toBeNull();
  expect(asked.mock.calls.flat()).toEqual(["name"]);
});
