import type { RouteObject } from "react-router";

export const ownershipRoutes: RouteObject[] = [
  {
    path: "pools",
    lazy: async () => ({ Component: (await import("./PoolsPage")).PoolsPage }),
  },
  {
    path: "pools/soon",
    lazy: async () => ({ Component: (await import("./SoonPage")).SoonPage }),
  },
  {
    path: "pools/settings",
    lazy: async () => ({ Component: (await import("./SettingsPage")).SettingsPage }),
  },
];
