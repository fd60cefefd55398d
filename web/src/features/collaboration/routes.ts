import type { RouteObject } from "react-router";

export const collaborationRoutes: RouteObject[] = [
  {
    path: "quality/collaboration",
    lazy: async () => ({ Component: (await import("./CollaborationPage")).CollaborationPage }),
  },
];
