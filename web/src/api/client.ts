import createClient, { type Middleware } from "openapi-fetch";
import { preferences } from "../lib/preferences";
import { ApiError, errorOf } from "./errors";
import type { paths } from "./schema";
import { withProof } from "./stepup";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** Headers that every request carries; also for uploads and downloads that bypass the client. */
export function requestHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = { "Accept-Language": preferences.get().language };
  if (!SAFE.has(method)) headers["X-CSRFToken"] = cookie("__Host-csrftoken") || cookie("csrftoken");
  return headers;
}

let onSignedOut: () => void = () => {};

/** What to do when the server no longer knows this session. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

type Early = (request: Request) => Promise<Response | null>;
let early: Early = async () => null;
let forget = () => {};

/** Who may answer a request that only reads before it is sent, and has to forget what it holds when something is changed. */
export function answerFirst(handler: Early, onChange: () => void): void {
  early = handler;
  forget = onChange;
}

async function send(request: Request): Promise<Response> {
  const reads = SAFE.has(request.method);
  const known = reads ? await early(request) : null;
  if (known) return known;
  if (!reads) forget();
  // A request can be read once: each sending takes a copy.
  const answer = await withProof(() => fetch(request.clone()));
  if (!reads) forget();
  return answer;
}

const policy: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(requestHeaders(request.method))) {
      request.headers.set(name, value);
    }
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const error = await errorOf(response);
    if (error.status === 401 && error.code !== "stepup") onSignedOut();
    throw error;
  },
  onError({ error }) {
    return error instanceof ApiError ? error : new ApiError(0, "network", "");
  },
};

export const client = createClient<paths>({
  baseUrl: "/",
  credentials: "same-origin",
  fetch: send,
});
client.use(policy);

/** The body of an answer; refusals arrive as `ApiError`. */
export async function call<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
