import type { RouteObject } from "react-router";

export const duplicateRoutes: RouteObject[] = [
  {
    path: "quality/duplicates",
    lazy: async () => ({ Component: (await import("./DuplicatesPage")).DuplicatesPage }),
  },
];
