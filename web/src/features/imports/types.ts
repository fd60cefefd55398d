import type { components } from "../../api/schema";
import type { Scan, Scanning } from "../../ui/Scanned";
export type Fate = "created" | "updated" | "unchanged" | "duplicate" | "refused" | "skipped_layout";
/** What a list of rows can be narrowed to: a fate, or those that look like somebody, whatever their fate. */
export type Chosen = Fate | "suspected" | "";
export type Fuzzy = "off" | "list" | "hold";
export type Mode = "create" | "update" | "upsert";
export type RunState =
  | "uploaded"
  | "inspected"
  | "checking"
  | "checked"
  | "filing"
  | "done"
  | "failed"
  | "cancelled"
  | "undoing"
  | "undone";

export type Counts = Record<Fate | "rows" | "suspected", number>;

export type Run = {
  id: string;
  state: RunState;
  filename: string;
  size: number;
  scan: Scan;
  source: string;
  mode: Mode;
  match_key: string | null;
  kind: string | null;
  sheet: string | null;
  created_at: string;
  by: { id: string; name: string } | null;
  owner: { id: string; name: string } | null;
  progress: { done: number; total: number; rate: number | null; remaining: number | null };
  counts: Counts | null;
  seconds: number | null;
  error: string | null;
  can_undo: boolean;
  can_change: boolean;
};

export type Sample = { given: string; standard: string; valid: boolean; reason: string | null };

export type Column = {
  index: number;
  header: string;
  field: string | null;
  confidence: number;
  why: string;
  samples: Sample[];
};

export type Inspection = {
  sheets: { name: string; rows: number | null }[];
  sheet: string | null;
  encoding: string | null;
  delimiter: string | null;
  header_line: number | null;
  kind: string;
  kind_confidence: number;
  preset: string | null;
  columns: Column[];
  mode: Mode;
  match_key: string | null;
  match_keys: string[];
  fuzzy: Fuzzy;
  remembered: boolean;
};

export type Mapping = components["schemas"]["MappingIn"];

export type ReportRow = {
  line: number;
  fate: Fate;
  external_id: string;
  name: string;
  reason: string | null;
  cells: { field: string; given: string; standard: string; reason: string | null }[];
  customer_id: string | null;
  number: string | null;
};

export type RowPage = { rows: ReportRow[]; next: string | null };
export type RunPageOfList = { rows: Run[]; next: string | null; scanning: Scanning };

export type UndoPreview = {
  created: number;
  updated: number;
  edited_since: { id: string; number: string; name: string }[];
};
