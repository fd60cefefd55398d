import type { FieldMode } from "../../api/fields";
import type { Level } from "../../ui/levels/locale";

export type Named = { id: string; name: string };
export type Scope = "own" | "team" | "tree" | "all";
export type Place = "own" | "other" | "list" | "export";
export type FieldModes = Record<string, Partial<Record<Place, FieldMode>>>;

export type DutyName = "system" | "security" | "audit" | "customers";

export type User = {
  id: string;
  login: string;
  name: string;
  email: string;
  department: Named | null;
  roles: Named[];
  combined: DutyName[];
  language: string;
  is_active: boolean;
  clearance: Level;
  created_at: string;
};
export type UserPage = { users: User[]; next: string | null };

/** Made at random and shown once. */
export type FirstPassword = { password: string; until: string };
export type Invited = { user: User; first_password: FirstPassword };

export type NewUser = {
  login: string;
  name: string;
  email?: string;
  department_id?: string | null;
  role_ids?: string[];
};
export type UserChange = Partial<Omit<NewUser, "login">> & { is_active?: boolean };

export type Department = {
  id: string;
  name: string;
  parent_id: string | null;
  people: number | null;
};

export type Role = {
  id: string;
  code: string;
  name: string;
  name_zh: string;
  name_en: string;
  rights: string[];
  scope: Scope;
  field_modes: FieldModes;
  builtin: boolean;
  people: number;
};
export type RoleDraft = {
  name_zh: string;
  name_en: string;
  rights: string[];
  scope: Scope;
  field_modes: FieldModes;
};

export type Right = { code: string; text: string };

export type FieldDraft = {
  code: string;
  label_zh: string;
  label_en: string;
  kinds: string[];
  type: string;
  sensitivity: string;
  required: boolean;
  group: string;
  options: { value: string; label: string }[];
};

export type Template = {
  code: string;
  label: string;
  about: string;
  applied: boolean;
  fields: { code: string; label: string; type: string; kinds: string[] }[];
};

export type Tag = {
  id: string;
  name: string;
  colour: string;
  owner?: Named | null;
  customers?: number | null;
};
export type Group = {
  id: string;
  name: string;
  parent_id: string | null;
  customers?: number | null;
};
export type Numbering = { pattern: string; preview: string | string[] };
