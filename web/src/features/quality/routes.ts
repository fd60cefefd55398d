import type { RouteObject } from "react-router";

export const qualityRoutes: RouteObject[] = [
  {
    path: "quality",
    lazy: async () => ({ Component: (await import("./OverviewPage")).OverviewPage }),
  },
  {
    path: "quality/work",
    lazy: async () => ({ Component: (await import("./WorkPage")).WorkPage }),
  },
  {
    path: "quality/reviews",
    lazy: async () => ({ Component: (await import("./ReviewsPage")).ReviewsPage }),
  },
];
