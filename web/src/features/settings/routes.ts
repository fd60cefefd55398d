import type { RouteObject } from "react-router";
import { RIGHTS } from "../../api/rights";

/** Any one of these opens the settings. */
export const SETTINGS_RIGHTS: readonly string[] = [
  RIGHTS.people,
  RIGHTS.roles,
  RIGHTS.departments,
  RIGHTS.explain,
  RIGHTS.signInRules,
  RIGHTS.fields,
  RIGHTS.tags,
  RIGHTS.groups,
  RIGHTS.dedupe,
  RIGHTS.stages,
  RIGHTS.numbering,
  RIGHTS.quality,
  RIGHTS.delivery,
  RIGHTS.approvals,
  RIGHTS.oversight,
  RIGHTS.mailbox,
  RIGHTS.contactPlan,
  RIGHTS.service,
  RIGHTS.calendar,
  RIGHTS.operations,
];

export const settingsRoutes: RouteObject[] = [
  {
    path: "settings",
    lazy: async () => ({ Component: (await import("./SettingsPage")).SettingsPage }),
    children: [
      {
        path: "people",
        lazy: async () => ({ Component: (await import("./people/PeoplePage")).PeoplePage }),
      },
      {
        path: "sso",
        lazy: async () => ({ Component: (await import("./sso/SsoPage")).SsoPage }),
      },
      {
        path: "tokens",
        lazy: async () => ({ Component: (await import("./tokens/TokensPage")).TokensPage }),
      },
      {
        path: "departments",
        lazy: async () => ({
          Component: (await import("./departments/DepartmentsPage")).DepartmentsPage,
        }),
      },
      {
        path: "roles",
        lazy: async () => ({ Component: (await import("./roles/RolesPage")).RolesPage }),
      },
      {
        path: "access",
        lazy: async () => ({ Component: (await import("./access/AccessPage")).AccessPage }),
      },
      {
        path: "sign-in",
        lazy: async () => ({
          Component: (await import("./signin/SignInRulesPage")).SignInRulesPage,
        }),
      },
      {
        path: "fields",
        lazy: async () => ({ Component: (await import("./fields/FieldsPage")).FieldsPage }),
      },
      {
        path: "rules",
        lazy: async () => ({ Component: (await import("./rules/RulesPage")).RulesPage }),
      },
      {
        path: "tags",
        lazy: async () => ({ Component: (await import("./tags/TagsPage")).TagsPage }),
      },
      {
        path: "groups",
        lazy: async () => ({ Component: (await import("./groups/GroupsPage")).GroupsPage }),
      },
      {
        path: "quality",
        lazy: async () => ({
          Component: (await import("./quality/QualityRulesPage")).QualityRulesPage,
        }),
      },
      {
        path: "duplicates",
        lazy: async () => ({ Component: (await import("./duplicates/LimitsPage")).LimitsPage }),
      },
      {
        path: "stages",
        lazy: async () => ({ Component: (await import("./stages/StagesPage")).StagesPage }),
      },
      {
        path: "service",
        lazy: async () => ({ Component: (await import("./service/ServicePage")).ServicePage }),
      },
      {
        path: "calendar",
        lazy: async () => ({ Component: (await import("./calendar/CalendarPage")).CalendarPage }),
      },
      {
        path: "numbering",
        lazy: async () => ({
          Component: (await import("./numbering/NumberingPage")).NumberingPage,
        }),
      },
      {
        path: "approvals",
        lazy: async () => ({
          Component: (await import("./approvals/ApprovalSettings")).ApprovalSettings,
        }),
      },
      {
        path: "oversight",
        lazy: async () => ({
          Component: (await import("./oversight/OversightPage")).OversightPage,
        }),
      },
      {
        path: "delivery",
        lazy: async () => ({ Component: (await import("./delivery/DeliveryPage")).DeliveryPage }),
      },
      {
        path: "contact",
        lazy: async () => ({
          Component: (await import("./contact/ContactPlanPage")).ContactPlanPage,
        }),
      },
      {
        path: "mailbox",
        lazy: async () => ({ Component: (await import("./mailbox/MailboxPage")).MailboxPage }),
      },
      {
        path: "operations",
        lazy: async () => ({
          Component: (await import("./operations/OperationsPage")).OperationsPage,
        }),
      },
    ],
  },
];
