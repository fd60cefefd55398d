/** A moment as `<input type="datetime-local">` holds it, in the reader's own time zone. */
export function toInput(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** And back, for the server. */
export function fromInput(text: string): string {
  return new Date(text).toISOString();
}

/** A moment to the minute. */
export function shortTime(iso: string): string {
  return toInput(new Date(iso)).replace("T", " ");
}
