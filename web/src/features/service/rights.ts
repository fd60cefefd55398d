/** Names of the server's rights that decide what these pages offer. */
export const VIEW = "service.view";
export const HANDLE = "service.handle";
