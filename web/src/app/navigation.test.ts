import { expect, it } from "vitest";
import { entrance, placesFor } from "./navigation";

const privacy = (rights: string[]) => placesFor(rights).find(({ path }) => path === "/privacy");

it("begins a place at its own address when that is one of the pages left", () => {
  const place = privacy(["privacy.view", "audit.read"]);
  expect(place && entrance(place)).toBe("/privacy");
});

it("begins it at the first page left for whom its own address is not", () => {
  const place = privacy(["audit.read"]);
  expect(place?.pages?.map(({ path }) => path)).toEqual([
    "/privacy/access-review",
    "/privacy/unusual",
    "/privacy/incidents",
    "/privacy/audit",
  ]);
  expect(place && entrance(place)).toBe("/privacy/access-review");
});

it("offers nothing to whoever has no right", () => {
  expect(placesFor([])).toEqual([]);
});
