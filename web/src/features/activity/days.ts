/** Working hours begin at nine: a day alone means that. */
const MORNING = 9;

/** Nine in the morning so many days from today, in the reader's own time. */
export function morningIn(days: number, now: Date = new Date()): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}

/** A date and time as `<input type="datetime-local">` holds it. */
export function toInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment such an input means, in UTC; null when it is empty or no date. */
export function fromInput(text: string): string | null {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** Near days by their names, others by date; with the time. */
export function dueText(iso: string, language: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = Math.round(
    (new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime() -
      new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()) /
      86_400_000,
  );
  const time = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
  if (Math.abs(days) <= 1) {
    const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
    return `${near} ${time}`;
  }
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  const day = new Intl.DateTimeFormat(language, {
    ...year,
    month: "short",
    day: "numeric",
    weekday: "short",
  }).format(at);
  return `${day} ${time}`;
}
