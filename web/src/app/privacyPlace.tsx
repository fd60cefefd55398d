import { SafetyCertificateOutlined } from "@ant-design/icons";
import { APPROVALS } from "../features/approvals/rights";
import { WaitingCount } from "../features/approvals/WaitingCount";
import { LateCount } from "../features/incidents/LateCount";
import { SEES as INCIDENTS } from "../features/incidents/rights";
import { OpenCount } from "../features/oversight/OpenCount";
import { AUDIT } from "../features/oversight/rights";
import { MANAGE, REVIEW } from "../features/portal/rights";
import { WaitingCount as Corrections } from "../features/portal/WaitingCount";
import { CONFIRM, ERASE, REQUESTS, VIEW } from "../features/privacy/rights";
import { REVIEWS } from "../features/reviews/rights";
import { WaitingLines } from "../features/reviews/WaitingLines";
import type { Place } from "./place";

/** The menu's group about who may see what, and what customers may ask for. */
export const PRIVACY: Place = {
  path: "/privacy",
  text: "privacy",
  icon: <SafetyCertificateOutlined aria-hidden />,
  rights: [VIEW, ...APPROVALS, AUDIT, ...INCIDENTS, REVIEW, MANAGE, ...REVIEWS],
  key: "v",
  upkeep: true,
  pages: [
    { path: "/privacy/approvals", text: "approvals", rights: APPROVALS, mark: <WaitingCount /> },
    { path: "/privacy", text: "privacyRegister", rights: [VIEW] },
    { path: "/privacy/requests", text: "privacyRequests", rights: [REQUESTS] },
    { path: "/privacy/retention", text: "privacyRetention", rights: [ERASE, CONFIRM] },
    {
      path: "/privacy/corrections",
      text: "corrections",
      rights: [REVIEW, MANAGE],
      mark: <Corrections />,
    },
    { path: "/privacy/erasures", text: "privacyErasures", rights: [ERASE, CONFIRM] },
    {
      path: "/privacy/access-review",
      text: "accessReview",
      rights: REVIEWS,
      mark: <WaitingLines />,
    },
    { path: "/privacy/unusual", text: "unusualAccess", rights: [AUDIT], mark: <OpenCount /> },
    { path: "/privacy/incidents", text: "incidents", rights: INCIDENTS, mark: <LateCount /> },
    { path: "/privacy/audit", text: "auditViews", rights: [AUDIT] },
  ],
};
