import type { Campaign } from "./types";

/** How a campaign stands for people: everybody was asked, but while messages still wait to leave, it is being sent. */
export function stateOf({ state, can_stop }: Pick<Campaign, "state" | "can_stop">): string {
  return state === "done" && can_stop ? "running" : state;
}
