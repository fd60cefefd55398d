import { requestHeaders } from "./client";
import { ApiError } from "./errors";

/** Sends a file with progress, which fetch cannot show. `path` is the API's, such as /api/imports. */
export function upload<T>(
  path: string,
  file: File,
  fields: Record<string, string>,
  onProgress: (share: number) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(requestHeaders("POST"))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiError(0, "network", ""));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 300 && answer) resolve(answer as T);
      else reject(refusal(request.status, answer));
    };
    const form = new FormData();
    form.append("file", file, file.name);
    for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusal(status: number, answer: unknown): ApiError {
  const error = (answer as { error?: { code?: string; message?: string } } | null)?.error;
  return new ApiError(status, error?.code ?? "server", error?.message ?? "");
}
