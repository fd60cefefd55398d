import { RIGHTS } from "../../api/rights";

/** Any one of these opens the page. */
export const ASK = "approvals.ask";
export const DECIDE = "approvals.decide";
export const REVIEW = "approvals.review";
export const APPROVALS: readonly string[] = [ASK, DECIDE, REVIEW, RIGHTS.export];
