/** Reading the audit opens the page; judging is a right of its own. */
export const AUDIT = "audit.read";
export const JUDGE = "oversight.judge";
