import type { RouteObject } from "react-router";

export const publicRoutes: RouteObject[] = [
  {
    path: "/sign-in",
    lazy: async () => ({ Component: (await import("./SignInPage")).SignInPage }),
  },
  {
    path: "/sign-in/return/:provider",
    lazy: async () => ({ Component: (await import("./ReturnPage")).ReturnPage }),
  },
  {
    path: "/setup",
    lazy: async () => ({ Component: (await import("./SetupPage")).SetupPage }),
  },
];

export const accountRoutes: RouteObject[] = [
  {
    path: "account",
    lazy: async () => ({ Component: (await import("./AccountPage")).AccountPage }),
  },
  {
    path: "account/security",
    lazy: async () => ({
      Component: (await import("./security/SecurityPage")).SecurityPage,
    }),
  },
];
