/** Names of the server's rights that decide what these pages offer. */
export const INVITE = "portal.invite";
export const REVIEW = "portal.review";
export const MANAGE = "portal.manage";
