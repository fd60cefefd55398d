import type { RouteObject } from "react-router";

export const archiveRoutes: RouteObject[] = [
  {
    path: "customers",
    lazy: async () => ({ Component: (await import("./list/ListPage")).ListPage }),
  },
  {
    path: "customers/merge",
    lazy: async () => ({ Component: (await import("./merge/MergePage")).MergePage }),
  },
  {
    path: "customers/:id",
    lazy: async () => ({ Component: (await import("./page/CustomerPage")).CustomerPage }),
  },
  {
    path: "trash",
    lazy: async () => ({ Component: (await import("./trash/TrashPage")).TrashPage }),
  },
];
