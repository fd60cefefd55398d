import type { RouteObject } from "react-router";

export const verificationRoutes: RouteObject[] = [
  {
    path: "quality/verification",
    lazy: async () => ({ Component: (await import("./VerificationPage")).VerificationPage }),
  },
  {
    path: "quality/verification/:id",
    lazy: async () => ({ Component: (await import("./CampaignPage")).CampaignPage }),
  },
];

/** What customers open; the secret stands behind the #, so that it reaches no server log. */
export const confirmationRoutes: RouteObject[] = [
  {
    path: "/v",
    lazy: async () => ({ Component: (await import("./ConfirmPage")).ConfirmPage }),
  },
];
