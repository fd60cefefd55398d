/** Names of the server's rights that decide what these pages offer. */
export const VIEW = "commerce.view";
export const RECORD = "commerce.record";
export const MANAGE = "commerce.manage";
