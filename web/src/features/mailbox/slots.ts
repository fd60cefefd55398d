import { type ComponentType, createContext } from "react";

/** What another feature gives to pick a customer with. */
export type PickerProps = {
  id?: string;
  value?: string;
  onChange?: (id: string) => void;
  autoFocus?: boolean;
};

/** What the form for a new customer begins with; `onCreated` is told the customer's id. */
export type Newcomer = { name: string; email: string; onCreated: (id: string) => void };

export const PickerSlot = createContext<ComponentType<PickerProps> | null>(null);

/** Opens the form for a new customer. */
export const NewcomerSlot = createContext<((newcomer: Newcomer) => void) | null>(null);
