import type { ComponentType, ReactNode } from "react";
import type { Moment } from "./api";

export type MomentProps = { customerId: string; moment: Moment; editable: boolean };

/** How one kind of moment is shown, and what it is called in the filter. */
export type MomentView = {
  kind: Moment["kind"];
  Component: ComponentType<MomentProps>;
  Name: ComponentType;
  icon: ReactNode | ((moment: Moment) => ReactNode);
};

export type ComposerProps = { customerId: string; onDone: () => void };

/** A form that writes something into the timeline; `right` is needed to see it. */
export type Composer = {
  key: string;
  right: string;
  /** Stands behind “more”: written once in a while. */
  rare?: boolean;
  Component: ComponentType<ComposerProps>;
  Name: ComponentType;
  icon: ReactNode;
};
