import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Row = Schemas["SuspectRow"];
export type Page = Schemas["SuspectPage"];
export type Group = Schemas["SuspectGroupOut"];
export type Member = Schemas["SuspectMemberOut"];
export type Field = Schemas["SuspectField"];
export type Cell = Schemas["SuspectCell"];
export type Pair = Schemas["SuspectPairOut"];
export type Reason = Schemas["SuspectReason"];
export type Decided = Schemas["SuspectDecided"];
export type Merge = Schemas["SuspectMerge"];
export type State = Row["state"];

export type Wanted = {
  kind?: "person" | "organisation";
  certain?: boolean;
  owner?: string;
  department?: string;
};
