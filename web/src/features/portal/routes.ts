import type { RouteObject } from "react-router";

export const portalRoutes: RouteObject[] = [
  {
    path: "privacy/corrections",
    lazy: async () => ({ Component: (await import("./CorrectionsPage")).CorrectionsPage }),
  },
];

/** What invited customers open; the secret stands behind the #, so that it reaches no server log. */
export const selfServiceRoutes: RouteObject[] = [
  {
    path: "/self-service",
    lazy: async () => ({ Component: (await import("./SelfServicePage")).SelfServicePage }),
  },
];
