/** Names of the server's rights that decide what these pages offer. */
export const RECORD = "activity.record";
export const MANAGE = "activity.manage";
