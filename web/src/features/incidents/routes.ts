import type { RouteObject } from "react-router";

export const incidentRoutes: RouteObject[] = [
  {
    path: "privacy/incidents",
    lazy: async () => ({ Component: (await import("./IncidentsPage")).IncidentsPage }),
  },
  {
    path: "privacy/incidents/:id",
    lazy: async () => ({ Component: (await import("./IncidentPage")).IncidentPage }),
  },
];
