import {
  CrownOutlined,
  CustomerServiceOutlined,
  DashboardOutlined,
  DeleteOutlined,
  FolderOpenOutlined,
  FundOutlined,
  HomeOutlined,
  ImportOutlined,
  InboxOutlined,
  ProjectOutlined,
  ScheduleOutlined,
  SettingOutlined,
  ShoppingOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { RIGHTS } from "../api/rights";
import { WaitingCount } from "../features/collaboration/WaitingCount";
import { RECORD as LEDGER_RECORD, VIEW as LEDGER_VIEW } from "../features/commerce/rights";
import { SEE_PROJECTS, SEE_STRATEGY } from "../features/deals/rights";
import { OpenCount } from "../features/duplicates/OpenCount";
import { SORT } from "../features/mailbox/rights";
import { CLAIM, MANAGE } from "../features/ownership/rights";
import { VIEW as SERVICE_VIEW } from "../features/service/rights";
import { SETTINGS_RIGHTS } from "../features/settings/routes";
import type { Place } from "./place";
import { PRIVACY } from "./privacyPlace";

export type { Place } from "./place";

export const PLACES: readonly Place[] = [
  {
    path: "/",
    text: "home",
    icon: <HomeOutlined aria-hidden />,
    rights: [RIGHTS.view],
    key: "0",
    thumb: true,
  },
  {
    path: "/customers",
    text: "customers",
    icon: <TeamOutlined aria-hidden />,
    rights: [RIGHTS.view],
    key: "1",
    thumb: true,
  },
  {
    path: "/follow-ups",
    text: "followUps",
    icon: <ScheduleOutlined aria-hidden />,
    rights: [RIGHTS.view],
    key: "6",
    thumb: true,
  },
  {
    path: "/opportunities",
    text: "opportunities",
    icon: <FundOutlined aria-hidden />,
    rights: [RIGHTS.deals],
    key: "b",
  },
  {
    path: "/projects",
    text: "projects",
    icon: <ProjectOutlined aria-hidden />,
    rights: [SEE_PROJECTS],
    key: "p",
  },
  {
    path: "/key-accounts",
    text: "keyAccounts",
    icon: <CrownOutlined aria-hidden />,
    rights: [SEE_STRATEGY],
    key: "a",
  },
  {
    path: "/transactions",
    text: "transactions",
    icon: <ShoppingOutlined aria-hidden />,
    rights: [LEDGER_VIEW],
    key: "8",
    pages: [
      { path: "/transactions", text: "transactionList", rights: [LEDGER_VIEW] },
      { path: "/transactions/receivables", text: "receivables", rights: [LEDGER_VIEW] },
      { path: "/transactions/products", text: "products", rights: [LEDGER_VIEW] },
      { path: "/transactions/imports", text: "transactionImports", rights: [LEDGER_RECORD] },
    ],
  },
  {
    path: "/service",
    text: "service",
    icon: <CustomerServiceOutlined aria-hidden />,
    rights: [SERVICE_VIEW],
    key: "s",
    pages: [
      { path: "/service", text: "caseList", rights: [SERVICE_VIEW] },
      { path: "/service/improvements", text: "improvements", rights: [SERVICE_VIEW] },
      { path: "/service/figures", text: "serviceFigures", rights: [SERVICE_VIEW] },
    ],
  },
  {
    path: "/pools",
    text: "pools",
    icon: <InboxOutlined aria-hidden />,
    rights: [CLAIM, MANAGE],
    key: "7",
    pages: [
      { path: "/pools", text: "poolList", rights: [CLAIM, MANAGE] },
      { path: "/pools/soon", text: "poolSoon", rights: [RIGHTS.view] },
      { path: "/pools/disputes", text: "poolDisputes", rights: [RIGHTS.view] },
      { path: "/pools/succession", text: "succession", rights: [RIGHTS.succeed] },
      { path: "/pools/settings", text: "poolSettings", rights: [MANAGE] },
    ],
  },
  {
    path: "/documents",
    text: "documents",
    icon: <FolderOpenOutlined aria-hidden />,
    rights: [RIGHTS.view],
    key: "9",
  },
  {
    path: "/imports",
    text: "imports",
    icon: <ImportOutlined aria-hidden />,
    rights: [RIGHTS.import],
    key: "2",
    upkeep: true,
    thumb: true,
    pages: [
      { path: "/imports", text: "importList", rights: [RIGHTS.import] },
      { path: "/imports/mails", text: "mails", rights: [SORT] },
    ],
  },
  {
    path: "/quality",
    text: "quality",
    icon: <DashboardOutlined aria-hidden />,
    rights: [RIGHTS.view],
    key: "3",
    upkeep: true,
    thumb: true,
    pages: [
      { path: "/quality", text: "qualityOverview", rights: [RIGHTS.view] },
      { path: "/quality/work", text: "qualityWork", rights: [RIGHTS.view] },
      { path: "/quality/reviews", text: "qualityReviews", rights: [RIGHTS.view] },
      {
        path: "/quality/duplicates",
        text: "duplicates",
        rights: [RIGHTS.review],
        mark: <OpenCount />,
      },
      { path: "/quality/cleaning", text: "cleaning", rights: [RIGHTS.clean] },
      {
        path: "/quality/collaboration",
        text: "collaboration",
        rights: [RIGHTS.view],
        mark: <WaitingCount />,
      },
      { path: "/quality/verification", text: "verification", rights: [RIGHTS.view] },
    ],
  },
  PRIVACY,
  {
    path: "/trash",
    text: "trash",
    icon: <DeleteOutlined aria-hidden />,
    rights: [RIGHTS.trash],
    key: "4",
    upkeep: true,
  },
  {
    path: "/settings",
    text: "settings",
    icon: <SettingOutlined aria-hidden />,
    rights: SETTINGS_RIGHTS,
    key: "5",
    upkeep: true,
  },
];

const open = (rights: readonly string[]) => (place: { rights: readonly string[] }) =>
  place.rights.some((right) => rights.includes(right));

/** The places that these rights open, each with those of its pages that they open. */
export function placesFor(rights: readonly string[]): Place[] {
  return PLACES.filter(open(rights)).map((place) =>
    place.pages ? { ...place, pages: place.pages.filter(open(rights)) } : place,
  );
}

/** Where a place begins for whom these pages are left: its own address only when that is one of them. */
export function entrance({ path, pages }: Place): string {
  const own = !pages || pages.some((each) => each.path === path);
  return own ? path : (pages[0]?.path ?? path);
}
