import type { ReactNode } from "react";

export type Place = {
  path: string;
  text:
    | "home"
    | "customers"
    | "followUps"
    | "pools"
    | "transactions"
    | "documents"
    | "opportunities"
    | "projects"
    | "keyAccounts"
    | "service"
    | "imports"
    | "quality"
    | "privacy"
    | "trash"
    | "settings";
  icon: ReactNode;
  /** Any one of these opens the place. */
  rights: readonly string[];
  key: string;
  /** Keeps the archive in order; stands below the daily work. */
  upkeep?: boolean;
  /** Stands at the bottom of a phone's screen; the others are in the drawer. */
  thumb?: boolean;
  /** The pages of a group; the first one is what the place itself opens. */
  pages?: readonly SubPlace[];
};

export type SubPlace = {
  path: string;
  text:
    | "importList"
    | "mails"
    | "transactionList"
    | "receivables"
    | "products"
    | "transactionImports"
    | "caseList"
    | "improvements"
    | "serviceFigures"
    | "poolList"
    | "poolSoon"
    | "poolDisputes"
    | "succession"
    | "poolSettings"
    | "qualityOverview"
    | "qualityWork"
    | "qualityReviews"
    | "verification"
    | "cleaning"
    | "duplicates"
    | "collaboration"
    | "approvals"
    | "approvalReviews"
    | "privacyRegister"
    | "privacyRequests"
    | "privacyRetention"
    | "privacyErasures"
    | "unusualAccess"
    | "accessReview"
    | "incidents"
    | "corrections"
    | "auditViews";
  rights: readonly string[];
  /** Stands behind the words: how much waits there. */
  mark?: ReactNode;
};
