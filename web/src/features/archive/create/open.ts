import { createStore } from "../../../lib/store";

/** What the quick-create drawer starts with; null while it is closed. */
export type Draft = {
  kind?: "person" | "organisation";
  name?: string;
  email?: string;
  /** Told the new customer's id; without it, the customer's page is opened. */
  onCreated?: (id: string) => void;
};

export const quickCreate = createStore<Draft | null>(null);

export function openQuickCreate(draft: Draft = {}): void {
  quickCreate.set(draft);
}

export function closeQuickCreate(): void {
  quickCreate.set(null);
}
