import { type ComponentType, createContext } from "react";
import type { CustomerDetail } from "../types";

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

/** What other features show of a customer: in the middle of its page, or as a panel beside it. */
export type PanelProps = {
  customerId: string;
  kind: CustomerDetail["kind"];
  /** Whether the reader may change this customer; each feature asks for its own rights besides. */
  editable: boolean;
  version: number;
};

export type Panel = { key: string; Component: ComponentType<PanelProps> };

/** Asks for an approval to see one masked field; another feature brings the dialog. */
export type ApplySlotProps = {
  customerId: string;
  code: string;
  label: string;
  purposes: { code: string; zh: string; en: string }[];
  onClose: () => void;
};

export const ApplySlot = createContext<ComponentType<ApplySlotProps> | null>(null);

export const FactSlot = createContext<ComponentType<FactSlotProps> | null>(null);

export const PointSlot = createContext<ComponentType<PointSlotProps> | null>(null);

export const CentreSlot = createContext<ComponentType<PanelProps> | null>(null);

/** Panels in the right column, above those of the archive itself. */
export const PanelSlot = createContext<readonly Panel[]>([]);
