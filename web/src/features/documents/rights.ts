/** Names of the server's rights that decide what these pages offer. */
export const FILE = "documents.file";
export const MANAGE = "documents.manage";
