import { createBrowserRouter, type RouteObject, redirect } from "react-router";
import { queryClient } from "../api/queries";
import { instanceQuery, meQuery } from "../api/session";
import { accountRoutes, publicRoutes } from "../features/accounts/routes";
import { activityRoutes } from "../features/activity/routes";
import { approvalRoutes } from "../features/approvals/routes";
import { archiveRoutes } from "../features/archive/routes";
import { cleaningRoutes } from "../features/cleaning/routes";
import { collaborationRoutes } from "../features/collaboration/routes";
import { commerceRoutes } from "../features/commerce/routes";
import { dealsRoutes } from "../features/deals/routes";
import { documentRoutes } from "../features/documents/routes";
import { duplicateRoutes } from "../features/duplicates/routes";
import { importRoutes } from "../features/imports/routes";
import { incidentRoutes } from "../features/incidents/routes";
import { mailboxRoutes } from "../features/mailbox/routes";
import { noticeRoutes } from "../features/notices/routes";
import { oversightRoutes } from "../features/oversight/routes";
import { ownershipRoutes } from "../features/ownership/routes";
import { portalRoutes, selfServiceRoutes } from "../features/portal/routes";
import { privacyRoutes } from "../features/privacy/routes";
import { qualityRoutes } from "../features/quality/routes";
import { reviewRoutes } from "../features/reviews/routes";
import { serviceRoutes } from "../features/service/routes";
import { settingsRoutes } from "../features/settings/routes";
import { confirmationRoutes, verificationRoutes } from "../features/verification/routes";
import { NotFound } from "../ui/states";
import { Crashed } from "./Crashed";
import { CustomerSlots } from "./CustomerSlots";
import { Home } from "./Home";
import { MailSlots } from "./MailSlots";
import { ServiceSlots } from "./ServiceSlots";

async function requireSession({ request }: { request: Request }) {
  const me = await queryClient.ensureQueryData(meQuery);
  if (me) return null;
  const instance = await queryClient.ensureQueryData(instanceQuery);
  const url = new URL(request.url);
  if (instance.setup_needed) return redirect(`/setup${url.search}`);
  const next = url.pathname + url.search;
  return redirect(next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`);
}

const inside: RouteObject[] = [
  { index: true, Component: Home },
  { Component: CustomerSlots, children: archiveRoutes },
  ...activityRoutes,
  ...noticeRoutes,
  ...ownershipRoutes,
  ...commerceRoutes,
  ...documentRoutes,
  ...dealsRoutes,
  { Component: ServiceSlots, children: serviceRoutes },
  ...importRoutes,
  { Component: MailSlots, children: mailboxRoutes },
  ...qualityRoutes,
  ...duplicateRoutes,
  ...cleaningRoutes,
  ...collaborationRoutes,
  ...verificationRoutes,
  ...approvalRoutes,
  ...privacyRoutes,
  ...oversightRoutes,
  ...incidentRoutes,
  ...portalRoutes,
  ...reviewRoutes,
  ...settingsRoutes,
  ...accountRoutes,
  { path: "*", element: <NotFound /> },
];

export const router = createBrowserRouter([
  {
    ErrorBoundary: Crashed,
    HydrateFallback: () => null,
    children: [...publicRoutes, ...confirmationRoutes, ...selfServiceRoutes],
  },
  {
    path: "/",
    ErrorBoundary: Crashed,
    HydrateFallback: () => null,
    loader: requireSession,
    // The session is asked for once; a 401 later leads to the sign-in page by itself.
    shouldRevalidate: () => false,
    lazy: async () => ({ Component: (await import("./Shell")).Shell }),
    children: [{ ErrorBoundary: Crashed, children: inside }],
  },
]);
