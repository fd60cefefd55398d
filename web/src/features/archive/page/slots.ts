import { type ComponentType, createContext } from "react";

/** What another feature shows beside a contact point; the application says which. */
export type PointSlotProps = {
  customerId: string;
  /** Changes with the customer's content: what is known of a point may be old then. */
  version: number;
  point: { id: string; state: string };
  /** What the point is called, and its value as one may see it. */
  name: string;
  shown: string;
  onChanged: () => void;
};

/** What another feature shows among the facts at the top of the page. */
export type FactSlotProps = { customerId: string };

export const FactSlot = createContext<ComponentType<FactSlotProps> | null>(null);

export const PointSlot = createContext<ComponentType<PointSlotProps> | null>(null);
