import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type CleanFields = Schemas["CleaningFields"];
export type CleanField = Schemas["CleaningField"];
export type Profile = Schemas["ProfileOut"];
export type ProfileDraft = Schemas["ProfileIn"];
export type Suggestion = Schemas["ProfileSuggestion"];
export type Change = Schemas["CleaningChange"];
export type ValueCount = Schemas["ProfileValue"];
export type Pattern = Schemas["ProfilePattern"];
export type Outlier = Schemas["ProfileOutlier"];
export type Fix = Schemas["FixOut"];
export type FixDraft = Schemas["FixIn"];
export type FixPageOfList = Schemas["FixPage"];
export type FixRow = Schemas["FixRowOut"];
export type FixRows = Schemas["FixRowPage"];
export type FixState = Fix["state"];
export type Fate = FixRow["fate"];
export type Kind = NonNullable<Profile["kind"]>;
