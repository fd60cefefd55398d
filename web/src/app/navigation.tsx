import { DeleteOutlined, ImportOutlined, SettingOutlined, TeamOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { RIGHTS } from "../api/rights";
import { SETTINGS_RIGHTS } from "../features/settings/routes";

export type Place = {
  path: string;
  text: "customers" | "imports" | "trash" | "settings";
  icon: ReactNode;
  /** Any one of these opens the place. */
  rights: readonly string[];
  key: string;
};

export const PLACES: readonly Place[] = [
  {
    path: "/customers",
    text: "customers",
    icon: <TeamOutlined aria-hidden />,
    rights: [RIGHTS.view],
    key: "1",
  },
  {
    path: "/imports",
    text: "imports",
    icon: <ImportOutlined aria-hidden />,
    rights: [RIGHTS.import],
    key: "2",
  },
  {
    path: "/trash",
    text: "trash",
    icon: <DeleteOutlined aria-hidden />,
    rights: [RIGHTS.trash],
    key: "3",
  },
  {
    path: "/settings",
    text: "settings",
    icon: <SettingOutlined aria-hidden />,
    rights: SETTINGS_RIGHTS,
    key: "4",
  },
];

export function placesFor(rights: readonly string[]): Place[] {
  return PLACES.filter((place) => place.rights.some((right) => rights.includes(right)));
}
