import { answerFirst, call, client } from "./client";
import { isApiError } from "./errors";
import type { components } from "./schema";

type Panels = components["schemas"]["PanelsOut"];
type Part = Exclude<keyof Panels, "page">;

/** What stands behind a customer's address, exactly as the page asks for it, and the part that answers it. */
const PARTS: Readonly<Record<string, Part>> = {
  hints: "hints",
  "history?limit=20": "history",
  approvals: "approvals",
  verification: "verification",
  "pinned-interactions": "pinned",
  "timeline?limit=30&kinds=": "timeline",
  "activity?limit=1": "activity",
  "transactions?limit=5": "transactions",
  opportunities: "opportunities",
  projects: "projects",
  strategy: "strategy",
  cases: "cases",
  "documents?trashed=false&limit=50": "documents",
  "documents?attached=true&limit=200": "attached",
  privacy: "privacy",
  invitations: "invitations",
  follow: "follow",
  duplicates: "duplicates",
};
// Panels that are loaded late still find what came with the page; later they ask anew.
const KEPT_MS = 5_000;

type Asked = { id: string; part: Part };
type Waiting = Asked & { settle: (value: unknown) => void };
type Brought = { id: string; at: number; panels: Promise<Panels>; left: Set<Part> };

let brought: Brought | null = null;
let waiting: Waiting[] = [];

/** The page of a customer. What its panels are about to ask for comes with it. */
export async function openCustomer(id: string) {
  const panels = call<Panels>(
    client.GET("/api/customers/{id}/panels", { params: { path: { id } } }),
  );
  const left = new Set<Part>([...Object.values(PARTS), "pools", "disputes"]);
  brought = { id, at: Date.now(), panels, left };
  try {
    const { page } = await panels;
    if (page) return page;
  } catch (error) {
    if (!isApiError(error) || error.status < 409 || error.status === 429) throw error;
  }
  // One panel that cannot be told must not take the page with it: the page comes alone, and each panel says itself how it stands.
  return call(client.GET("/api/customers/{id}", { params: { path: { id } } }));
}

/** The part that answers a request, if one does. */
export function partOf(address: string): Asked | null {
  const { pathname, search } = new URL(address, location.origin);
  const [, id, rest] = /^\/api\/customers\/(\d+)\/(.+)$/.exec(pathname) ?? [];
  if (id && rest) {
    const part = PARTS[rest + search];
    return part ? { id, part } : null;
  }
  if (pathname === "/api/pools" && brought) return { id: brought.id, part: "pools" };
  const [, about] = /^\?customer_id=(\d+)$/.exec(search) ?? [];
  return pathname === "/api/disputes" && about ? { id: about, part: "disputes" } : null;
}

/** Takes a part out of what was brought; each is given once, so that whoever asks again gets it anew. */
async function taken({ id, part }: Asked): Promise<unknown> {
  const from = brought;
  if (from?.id !== id || Date.now() - from.at > KEPT_MS || !from.left.delete(part))
    return undefined;
  const panels = await from.panels.catch(() => null);
  // A change in between makes old what was asked for before it.
  return from === brought ? (panels?.[part] ?? null) : undefined;
}

/** Panels of one customer ask at the same moment, at first and after every change: together they are one request. */
async function ask(): Promise<void> {
  const asked = waiting;
  waiting = [];
  const values = await Promise.all(asked.map(taken));
  const rest = asked.filter((each, at) => {
    if (values[at] === undefined) return true;
    each.settle(values[at]);
    return false;
  });
  for (const id of new Set(rest.map((each) => each.id))) {
    void together(
      id,
      rest.filter((each) => each.id === id),
    );
  }
}

async function together(id: string, group: Waiting[]): Promise<void> {
  const parts = [...new Set(group.map((each) => each.part))];
  const query = { parts: parts.join(",") };
  const panels =
    parts.length > 1
      ? await call<Panels>(
          client.GET("/api/customers/{id}/panels", { params: { path: { id }, query } }),
        ).catch(() => null)
      : null;
  for (const each of group) each.settle(panels?.[each.part] ?? null);
}

/** The answer to a request that another one brings along; null: it goes its own way. */
async function early(request: Request): Promise<Response | null> {
  const asked = partOf(request.url);
  if (!asked) return null;
  const value = await new Promise<unknown>((settle) => {
    if (waiting.length === 0) setTimeout(ask, 0);
    waiting.push({ ...asked, settle });
  });
  request.signal.throwIfAborted();
  return value === null ? null : Response.json(value);
}

answerFirst(early, () => {
  brought = null;
});
