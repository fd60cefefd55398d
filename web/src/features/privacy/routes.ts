import type { RouteObject } from "react-router";

export const privacyRoutes: RouteObject[] = [
  {
    path: "privacy",
    lazy: async () => ({ Component: (await import("./RegisterPage")).RegisterPage }),
  },
  {
    path: "privacy/requests",
    lazy: async () => ({ Component: (await import("./RequestsPage")).RequestsPage }),
  },
  {
    path: "privacy/retention",
    lazy: async () => ({ Component: (await import("./retention/RetentionPage")).RetentionPage }),
  },
  {
    path: "privacy/erasures",
    lazy: async () => ({ Component: (await import("./ErasuresPage")).ErasuresPage }),
  },
];
