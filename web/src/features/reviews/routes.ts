import type { RouteObject } from "react-router";

export const reviewRoutes: RouteObject[] = [
  {
    path: "privacy/access-review",
    lazy: async () => ({ Component: (await import("./ReviewPage")).ReviewPage }),
  },
];
