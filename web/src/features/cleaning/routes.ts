import type { RouteObject } from "react-router";

export const cleaningRoutes: RouteObject[] = [
  {
    path: "quality/cleaning",
    lazy: async () => ({ Component: (await import("./CleaningPage")).CleaningPage }),
  },
  {
    path: "quality/cleaning/:id",
    lazy: async () => ({ Component: (await import("./FixPage")).FixPage }),
  },
];
