import type { RouteObject } from "react-router";

export const oversightRoutes: RouteObject[] = [
  {
    path: "privacy/audit",
    lazy: async () => ({ Component: (await import("./audit/AuditPage")).AuditPage }),
  },
  {
    path: "privacy/unusual",
    lazy: async () => ({ Component: (await import("./UnusualPage")).UnusualPage }),
  },
];
