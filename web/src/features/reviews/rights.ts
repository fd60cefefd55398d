import { RIGHTS } from "../../api/rights";

/** Starting a review, its rules, and every line; leads decide the lines of their people; auditors read. */
export const MANAGE = RIGHTS.roles;
export const LEADS = "approvals.decide";
export const REVIEWS: readonly string[] = [MANAGE, LEADS, "audit.read"];
