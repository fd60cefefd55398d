import type { RouteObject } from "react-router";

export const serviceRoutes: RouteObject[] = [
  {
    path: "service",
    lazy: async () => ({ Component: (await import("./CasesPage")).CasesPage }),
  },
  {
    path: "service/cases/:id",
    lazy: async () => ({ Component: (await import("./CasePage")).CasePage }),
  },
  {
    path: "service/improvements",
    lazy: async () => ({
      Component: (await import("./improvements/ImprovementsPage")).ImprovementsPage,
    }),
  },
  {
    path: "service/figures",
    lazy: async () => ({ Component: (await import("./figures/FiguresPage")).FiguresPage }),
  },
];
