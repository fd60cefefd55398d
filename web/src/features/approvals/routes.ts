import type { RouteObject } from "react-router";

export const approvalRoutes: RouteObject[] = [
  {
    path: "privacy/approvals",
    lazy: async () => ({ Component: (await import("./ApprovalsPage")).ApprovalsPage }),
  },
];
