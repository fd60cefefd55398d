import type { RouteObject } from "react-router";

export const activityRoutes: RouteObject[] = [
  {
    path: "follow-ups",
    lazy: async () => ({ Component: (await import("./FollowUpsPage")).FollowUpsPage }),
  },
];
