/** Reading the audit opens the page; judging is a right of its own. */
export const AUDIT = "audit.read";
/** Who saw a customer: for whoever leads, and for the privacy desk. */
export const SEEN: readonly string[] = ["oversight.seen", "privacy.requests"];
export const JUDGE = "oversight.judge";
