import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Standings = Schemas["StandingsOut"];
export type Standing = Schemas["PointStandingOut"];
export type Campaign = Schemas["CampaignOut"];
export type CampaignDraft = Schemas["CampaignIn"];
export type CampaignOutlook = Schemas["CampaignOutlookOut"];
export type Figures = Schemas["FiguresOut"];
export type Targets = Schemas["TargetsOut"];
export type Target = Schemas["TargetOut"];
export type ListedPage = Schemas["ListedPage"];
export type Listed = Schemas["ListedPointOut"];
export type Asked = Schemas["AskedOut"];
export type Marking = Schemas["MarkIn"];
export type Sending = Schemas["SendIn"];
export type View = Schemas["ViewOut"];
export type What = "waiting" | "running_out" | "not_reached";
