import { requestHeaders } from "./client";
import { ApiError, errorOf } from "./errors";
import { withProof } from "./stepup";

function fileName(response: Response, fallback: string): string {
  const header = response.headers.get("Content-Disposition") ?? "";
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/i.exec(header)?.[1] ?? fallback;
}

/** Fetches a file and hands it to the browser's downloads; a refusal is an `ApiError`, not a broken page. */
export async function download(
  path: string,
  query: Record<string, string | boolean>,
  fallbackName: string,
): Promise<void> {
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]) => [key, `${value}`]),
  );
  let response: Response;
  try {
    response = await withProof(() =>
      fetch(`${path}?${search}`, { headers: requestHeaders("GET") }),
    );
  } catch {
    throw new ApiError(0, "network", "");
  }
  if (!response.ok) throw await errorOf(response);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(response, fallbackName);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
