import { Menu, type MenuProps } from "antd";
import { useLocation, useNavigate } from "react-router";
import { useTexts } from "../lib/i18n";
import { shell } from "./locale";
import type { Place } from "./navigation";
import { useOpenGroups } from "./openGroups";

const groupKey = (place: Place) => `group ${place.path}`;

type Entry = NonNullable<MenuProps["items"]>[number];

function useEntry(): (place: Place) => Entry {
  const t = useTexts(shell);
  return (place) => ({
    key: place.pages ? groupKey(place) : place.path,
    icon: place.icon,
    label: t[place.text],
    ...(place.pages && {
      children: place.pages.map(({ path, text, mark }) => ({
        key: path,
        label: (
          <>
            {t[text]} {mark}
          </>
        ),
      })),
    }),
  });
}

export function SideMenu({ places, onGo }: { places: Place[]; onGo?: () => void }) {
  const t = useTexts(shell);
  const entry = useEntry();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const here = places.find(({ path }) =>
    path === "/" ? pathname === path : pathname.startsWith(path),
  );
  // The longest address that fits: the overview of a group begins like all its pages.
  const page = here?.pages
    ?.filter((each) => pathname.startsWith(each.path))
    .sort((one, other) => other.path.length - one.path.length)[0];
  const groups = useOpenGroups(here?.pages && groupKey(here));
  const daily = places.filter(({ upkeep }) => !upkeep);
  const upkeep = places.filter((each) => each.upkeep);
  return (
    <Menu
      mode="inline"
      inlineIndent={20}
      aria-label={t.mainNavigation}
      selectedKeys={[page?.path ?? here?.path ?? ""]}
      openKeys={groups.open}
      onOpenChange={groups.choose}
      items={[
        ...daily.map(entry),
        ...(daily.length && upkeep.length ? [{ type: "divider" as const }] : []),
        ...upkeep.map(entry),
      ]}
      onClick={({ key }) => {
        navigate(key);
        onGo?.();
      }}
    />
  );
}
