import type { RouteObject } from "react-router";
import { RIGHTS } from "../../api/rights";

/** Any one of these opens the settings. */
export const SETTINGS_RIGHTS: readonly string[] = [
  RIGHTS.people,
  RIGHTS.roles,
  RIGHTS.departments,
  RIGHTS.fields,
  RIGHTS.tags,
  RIGHTS.groups,
  RIGHTS.numbering,
];

export const settingsRoutes: RouteObject[] = [];
