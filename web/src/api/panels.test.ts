import { beforeEach, expect, test, vi } from "vitest";
import { call, client } from "./client";
import { openCustomer, partOf } from "./panels";

const PAGE = { id: "7", name: "杭州青竹茶业" };
const asked: string[] = [];
let panels: Record<string, unknown> | null;

beforeEach(() => {
  asked.length = 0;
  panels = { page: PAGE, timeline: { moments: ["brought"] }, cases: { rows: [] }, strategy: null };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(`${request.method} ${pathname}${search}`);
    if (!pathname.endsWith("/panels")) return Response.json({ own: pathname });
    return panels ? Response.json(panels) : new Response("{}", { status: 500 });
  });
});

const path = { id: "7" };
const timeline = () =>
  call(
    client.GET("/api/customers/{id}/timeline", {
      params: { path, query: { limit: 30, kinds: "" } },
    }),
  );
const cases = () => call(client.GET("/api/customers/{id}/cases", { params: { path } }));
const strategy = () => call(client.GET("/api/customers/{id}/strategy", { params: { path } }));
const change = () => call(client.PUT("/api/customers/{id}/follow", { params: { path } }));

test("what the page's panels ask for comes with the page, and each part once", async () => {
  expect(await openCustomer("7")).toEqual(PAGE);
  expect(await Promise.all([timeline(), cases()])).toEqual([
    { moments: ["brought"] },
    { rows: [] },
  ]);
  expect(asked).toEqual(["GET /api/customers/7/panels"]);
  expect(await cases()).toEqual({ own: "/api/customers/7/cases" });
});

test("panels that ask before the page has come wait for it", async () => {
  const early = timeline();
  await openCustomer("7");
  expect(await early).toEqual({ moments: ["brought"] });
  expect(asked).toEqual(["GET /api/customers/7/panels"]);
});

test("after a change nothing old is handed out, and what is asked for at the same moment is one request", async () => {
  await openCustomer("7");
  await change();
  panels = { timeline: { moments: ["new"] }, cases: { rows: ["new"] } };
  expect(await Promise.all([timeline(), cases()])).toEqual([
    { moments: ["new"] },
    { rows: ["new"] },
  ]);
  expect(asked.slice(2)).toEqual(["GET /api/customers/7/panels?parts=timeline%2Ccases"]);
});

test("a part that did not come, and every part when the panels fails, is asked for by itself", async () => {
  await openCustomer("7");
  expect(await strategy()).toEqual({ own: "/api/customers/7/strategy" });
  panels = null;
  expect(await openCustomer("7")).toEqual({ own: "/api/customers/7" });
  expect(await timeline()).toEqual({ own: "/api/customers/7/timeline" });
});

test("a customer that is not there, or not theirs, is not asked for a second time", async () => {
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(new URL(request.url).pathname);
    return Response.json(
      { error: { code: "not_found", message: "", details: {} } },
      { status: 404 },
    );
  });
  await expect(openCustomer("9")).rejects.toMatchObject({ status: 404 });
  expect(asked).toEqual(["/api/customers/9/panels"]);
});

test("another customer's part, and another question, are not answered by it", async () => {
  await openCustomer("7");
  const other = await call(
    client.GET("/api/customers/{id}/cases", { params: { path: { id: "8" } } }),
  );
  expect(other).toEqual({ own: "/api/customers/8/cases" });
  expect(partOf("/api/customers/7/timeline?limit=30&kinds=note")).toBeNull();
  expect(partOf("/api/customers/7/history?limit=20&former=KH2026-000001")).toBeNull();
  expect(partOf("/api/disputes?customer_id=7")).toEqual({ id: "7", part: "disputes" });
});
