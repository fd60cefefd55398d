import { isApiError } from "../api/errors";
import { currentTexts } from "../lib/i18n";
import { common } from "./locale";

/** What a person reads about a failure: what happened, what was not lost, what to do. */
export function errorText(error: unknown): string {
  const t = currentTexts(common);
  if (isApiError(error) && error.message) return error.message;
  if (isApiError(error) && error.status === 0) return t.networkError;
  if (isApiError(error) && error.status === 403) return t.deniedHint;
  if (isApiError(error) && error.status === 404) return t.notFoundHint;
  return t.serverError;
}
