import type { FieldMode } from "../../../api/fields";
import type { FieldModes, Place } from "../types";

export const PLACES: readonly Place[] = ["own", "other", "list", "export"];
export const LEVELS: readonly FieldMode[] = ["hidden", "masked", "read", "edit"];
export const CLASSES = ["clear", "C", "S"] as const;

const DEFAULTS: Record<string, Record<Place, FieldMode>> = {
  clear: { own: "edit", other: "edit", list: "read", export: "read" },
  C: { own: "edit", other: "masked", list: "masked", export: "masked" },
  S: { own: "masked", other: "masked", list: "masked", export: "masked" },
};

/** What applies to a line: its own word, else that of its class, else the default of the class. */
export function modeAt(
  modes: FieldModes,
  line: string,
  sensitivity: string,
  place: Place,
): FieldMode {
  return (
    modes[line]?.[place] ??
    modes[`*${sensitivity}`]?.[place] ??
    DEFAULTS[sensitivity]?.[place] ??
    "hidden"
  );
}

export function withMode(
  modes: FieldModes,
  line: string,
  place: Place,
  mode: FieldMode,
): FieldModes {
  return { ...modes, [line]: { ...modes[line], [place]: mode } };
}

export function withoutLine(modes: FieldModes, line: string): FieldModes {
  return Object.fromEntries(Object.entries(modes).filter(([name]) => name !== line));
}
