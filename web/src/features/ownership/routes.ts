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
    path: "pools/disputes",
    lazy: async () => ({ Component: (await import("./disputes/DisputesPage")).DisputesPage }),
  },
  {
    path: "pools/disputes/:id",
    lazy: async () => ({ Component: (await import("./disputes/DisputePage")).DisputePage }),
  },
  {
    path: "pools/succession",
    lazy: async () => ({ Component: (await import("./succession/SuccessionPage")).SuccessionPage }),
  },
  {
    path: "pools/settings",
    lazy: async () => ({ Component: (await import("./SettingsPage")).SettingsPage }),
  },
];
