import { RIGHTS } from "../../api/rights";

export const HANDLE = RIGHTS.incidents;
/** Who reads the audit sees incidents as well. */
export const SEES: readonly string[] = [HANDLE, "audit.read"];
