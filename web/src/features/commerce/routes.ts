import type { RouteObject } from "react-router";

export const commerceRoutes: RouteObject[] = [
  {
    path: "transactions",
    lazy: async () => ({ Component: (await import("./TransactionsPage")).TransactionsPage }),
  },
  {
    path: "transactions/receivables",
    lazy: async () => ({ Component: (await import("./ReceivablesPage")).ReceivablesPage }),
  },
  {
    path: "transactions/products",
    lazy: async () => ({ Component: (await import("./ProductsPage")).ProductsPage }),
  },
  {
    path: "transactions/imports",
    lazy: async () => ({ Component: (await import("./ImportsPage")).ImportsPage }),
  },
  {
    path: "transactions/imports/:id",
    lazy: async () => ({ Component: (await import("./ImportPage")).ImportPage }),
  },
];
