/** A refusal of the server, or the network's silence (status 0). The message is in the reader's language. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
    readonly requestId: string = "",
  ) {
    super(message);
    this.name = "ApiError";
  }
}

export function isApiError(error: unknown, code?: string): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}

type Body = {
  error?: {
    code?: string;
    message?: string;
    details?: Record<string, unknown>;
    request_id?: string;
  };
};

export async function errorOf(response: Response): Promise<ApiError> {
  let body: Body = {};
  try {
    body = (await response.clone().json()) as Body;
  } catch {
    // A proxy's page or an empty body: the status alone has to do.
  }
  const { code, message, details, request_id } = body.error ?? {};
  return new ApiError(response.status, code ?? "unknown", message ?? "", details, request_id);
}
