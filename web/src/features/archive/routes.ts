import type { RouteObject } from "react-router";

export const archiveRoutes: RouteObject[] = [];
