import type { Named } from "../../api/session";

export type Kind = "person" | "organisation";

export type Chip = { id: string; name: string; colour?: string | null };

export type CustomerRow = {
  id: string;
  number: string;
  name: string;
  kind: Kind;
  owner: Named | null;
  department: Named | null;
  region: string | number | null;
  region_name: string | null;
  level: string | null;
  status: string | null;
  phone: string | null;
  email: string | null;
  tags: Chip[];
  created_at: string;
  updated_at: string;
  trashed_at?: string | null;
  /** Further columns that the request asked for, under their field code. */
  [column: string]: unknown;
};

export type Count = { value: number; capped: boolean };

export type CustomerPageOfList = {
  rows: CustomerRow[];
  next: string | null;
  count: Count;
  limited_to_own?: boolean;
};

export type Hit =
  | {
      visible: true;
      id: string;
      number: string;
      name: string;
      reasons: { field: string; text: string }[];
    }
  | {
      visible: false;
      initial: string;
      department: string;
      state: string;
      reasons: { field: string; text: string }[];
    };

export type Value = {
  field: string;
  given: string;
  standard: string;
  state: "ok" | "invalid" | "kept";
  reason: string | null;
  label?: string;
};

export type Values = Record<string, string | string[] | null>;

export type Checked = { values: Value[]; duplicates: Hit[] };
export type Parsed = { kind: Kind | null; values: Record<string, string[]>; rest: string };
export type Created = { id: string; number: string; name: string; values: Value[] };

export type SearchHit = {
  id: string;
  number: string;
  external_id: string | null;
  name: string;
  kind: Kind;
  owner: Named | null;
  department: Named | null;
  matched: string | null;
};

export type Provenance = { run_id: string | null; at: string; by: Named | null };

export type PageField = {
  code: string;
  label: string;
  type?: string;
  value: string | string[] | null;
  /** What people read instead of a code. */
  display?: string | string[] | null;
  masked: boolean;
  editable: boolean;
  given?: string | null;
  valid?: boolean;
  reason?: string | null;
  provenance?: Provenance | null;
};

export type Section = { group: string; label: string; fields: PageField[] };

export type PointState = "unverified" | "verified" | "bounced";

export type ContactPoint = {
  id: string;
  kind: string;
  kind_label: string;
  label: string;
  value: string | null;
  masked: boolean;
  preferred: boolean;
  state: string;
  valid: boolean;
  given: string | null;
  reason: string | null;
};

export type CustomerName = {
  id: string;
  kind: string;
  label: string;
  value: string;
  since: string;
  until: string;
};

export type Identifier = {
  id: string;
  kind: string;
  label: string;
  value: string | null;
  masked: boolean;
  valid: boolean;
  given: string | null;
  reason: string | null;
};

export type Address = {
  id: string;
  label: string;
  region: string | null;
  region_name: string | null;
  value: string | null;
  masked: boolean;
  postcode: string;
  preferred: boolean;
  given: string | null;
};

export type CustomerRef = { id: string; number: string; name: string; kind: string };

export type Contact = {
  id: string;
  name: string;
  title: string | null;
  department: string;
  role: string;
  note: string;
  preferred: boolean;
  person: CustomerRef | null;
  contact_points: ContactPoint[];
  custom: PageField[];
};

export type Relation = {
  id: string;
  kind: string;
  label: string;
  direction: string;
  other: CustomerRef;
  note: string;
  since: string;
  until: string;
};

export type RelationKind = {
  code: string;
  label: string;
  inverse_label: string;
  this: string[];
  other: string[];
};

export type Note = {
  id: string;
  body: string;
  pinned: boolean;
  author: Named;
  created_at: string;
  updated_at: string;
  mine: boolean;
};

export type Collaborator = { id: string; user: Named; level: string; until: string | null };

export type Extra = { code: string; label: string; value: string | null; masked: boolean };

export type CustomerDetail = {
  id: string;
  number: string;
  kind: string;
  name: string;
  version: number;
  owner: Named | null;
  department: Named | null;
  collaborators: Collaborator[];
  status: string | null;
  level: string | null;
  tags: Chip[];
  groups: Named[];
  created_at: string;
  updated_at: string;
  trashed_at: string | null;
  mine: boolean;
  editable: boolean;
  sections: Section[];
  names: CustomerName[];
  identifiers: Identifier[];
  contact_points: ContactPoint[];
  addresses: Address[];
  contacts: Contact[];
  relations: Relation[];
  notes: Note[];
  extras: Extra[];
  completeness: number;
};

export type HistoryEvent = {
  id: string;
  at: string;
  actor: Named;
  verb: string;
  via: string;
  run_id: string | null;
  text: string;
  fields: { code: string; label: string; before: string | null; after: string | null }[];
  details: Record<string, unknown>;
};

export type History = { events: HistoryEvent[]; next: string | null };

export type BulkAction = "tag" | "untag" | "assign" | "group" | "trash" | "restore";
export type BulkAnswer = { done: number; refused: { id: string; reason: string }[] };

export type View = {
  id: string;
  name: string;
  list: string;
  shared: boolean;
  mine: boolean;
  state: { filter?: unknown; sort?: string; columns?: string[] };
};
