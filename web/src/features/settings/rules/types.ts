import type { components } from "../../../api/schema";

type Schemas = components["schemas"];
export type Rule = Schemas["RuleOut"];
export type RuleDraft = Required<Schemas["RuleIn"]>;
export type Condition = { field: string; operator: string; values: string[] };
export type Tried = Schemas["RuleTried"];
export type RuleCheck = Schemas["RuleCheckOut"];
