import type { RouteObject } from "react-router";

export const oversightRoutes: RouteObject[] = [
  {
    path: "privacy/unusual",
    lazy: async () => ({ Component: (await import("./UnusualPage")).UnusualPage }),
  },
];
