import type { RouteObject } from "react-router";

export const mailboxRoutes: RouteObject[] = [
  {
    path: "imports/mails",
    lazy: async () => ({ Component: (await import("./MailsPage")).MailsPage }),
  },
];
