import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useOpenGroups } from "./openGroups";

const at = (here?: string) =>
  renderHook(({ page }: { page?: string }) => useOpenGroups(page), {
    initialProps: (here ? { page: here } : {}) as { page?: string },
  });

it("opens the group of the page one is on, and that of the next one instead", () => {
  const { result, rerender } = at("pools");
  expect(result.current.open).toEqual(["pools"]);
  rerender({ page: "service" });
  expect(result.current.open).toEqual(["service"]);
  rerender({});
  expect(result.current.open).toEqual([]);
  expect(localStorage.length).toBe(0);
});

it("keeps what was opened by hand, on the next visit too", () => {
  const { result, rerender } = at("pools");
  act(() => result.current.choose(["pools", "service"]));
  rerender({});
  expect(result.current.open).toEqual(["service"]);
  expect(at("quality").result.current.open).toEqual(["service", "quality"]);
});

it("closes the group one is in when asked to, until one comes again", () => {
  const { result, rerender } = at("pools");
  act(() => result.current.choose([]));
  expect(result.current.open).toEqual([]);
  rerender({ page: "service" });
  rerender({ page: "pools" });
  expect(result.current.open).toEqual(["pools"]);
});

it("forgets what was opened by hand when it is closed by hand", () => {
  const { result } = at("service");
  act(() => result.current.choose(["service", "quality"]));
  act(() => result.current.choose(["service"]));
  expect(at().result.current.open).toEqual([]);
});

it("starts closed from anything else that was stored", () => {
  localStorage.setItem("kedang.navigation", "{oops");
  expect(at().result.current.open).toEqual([]);
  localStorage.setItem("kedang.navigation", '{"a":1}');
  expect(at().result.current.open).toEqual([]);
});
