import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Kind = Schemas["CustomerRow"]["kind"];
export type Chip = Schemas["Coloured"];
export type Count = Schemas["Count"];

/** A row of the list; further columns that the request asked for stand under their field code. */
export type CustomerRow = Schemas["CustomerRow"] & { [column: string]: unknown };
export type CustomerPageOfList = Schemas["CustomerList"];

export type Hit = Schemas["HitOut"];
export type Value = Schemas["ValueOut"];
export type Values = Schemas["CheckIn"]["values"];
export type Checked = Schemas["CheckedOut"];
export type Parsed = Schemas["ParsedOut"];
export type Created = Schemas["CreatedOut"];
export type SearchHit = Schemas["SearchHit"];

export type CustomerDetail = Schemas["PageOut"];
export type CustomerQuality = Schemas["CustomerQuality"];
export type Section = Schemas["Section"];
export type PageField = Schemas["PageField"];
export type Provenance = Schemas["Provenance"];
export type ContactPoint = Schemas["PointOut"];
export type Contact = Schemas["ContactOut"];
export type RelationKind = Schemas["RelationKindOut"];
export type Note = Schemas["NoteOut"];
export type HistoryEvent = Schemas["EventOut"];
export type History = Schemas["HistoryOut"];

export type BulkAction = Schemas["BulkIn"]["action"];
export type BulkAnswer = Schemas["BulkOut"];
export type View = Schemas["ViewOut"];
