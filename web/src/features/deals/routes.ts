import type { RouteObject } from "react-router";

export const dealsRoutes: RouteObject[] = [
  {
    path: "opportunities",
    lazy: async () => ({ Component: (await import("./OpportunitiesPage")).OpportunitiesPage }),
  },
  {
    path: "projects",
    lazy: async () => ({ Component: (await import("./projects/ProjectsPage")).ProjectsPage }),
  },
  {
    path: "key-accounts",
    lazy: async () => ({
      Component: (await import("./strategy/KeyAccountsPage")).KeyAccountsPage,
    }),
  },
];
