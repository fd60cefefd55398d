/** Names of the server's rights that decide what these pages offer. */
export const VIEW = "privacy.view";
export const REQUESTS = "privacy.requests";
export const ERASE = "privacy.erase";
export const CONFIRM = "privacy.confirm";
