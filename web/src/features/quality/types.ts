import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Figures = Schemas["QualityFigures"];
export type Scores = Schemas["QualityScores"];
export type Part = Schemas["QualityPart"];
export type Day = Schemas["QualityDay"];
export type Row = Schemas["QualityRow"];
export type WorkPageOfList = Schemas["QualityPage"];
export type Finding = Schemas["QualityFinding"];

/** In the order in which they are told everywhere. */
export const MEASURES = [
  "completeness",
  "validity",
  "uniqueness",
  "freshness",
  "verified",
] as const;
export type Measure = (typeof MEASURES)[number];

export const WHICH = ["mine", "team", "escalated"] as const;
export type Which = (typeof WHICH)[number];

/** The part of one's reach that is looked at. */
export type Cut = { department?: string; owner?: string };
