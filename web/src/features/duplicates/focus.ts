import type { MouseEvent } from "react";

/** Keeps the focus where the keys work: a click on a choice is not a place to be. */
export const keepFocus = { onMouseDown: (event: MouseEvent) => event.preventDefault() };

export const WORK = "duplicate-group";

/** The keys belong to the group again, once what was open has given the focus back. */
export function backToWork(): void {
  setTimeout(() => document.getElementById(WORK)?.focus());
}
