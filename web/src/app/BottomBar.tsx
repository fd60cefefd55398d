import { NavLink } from "react-router";
import { useTexts } from "../lib/i18n";
import { shell } from "./locale";
import { entrance, type Place } from "./navigation";

export function BottomBar({ places }: { places: Place[] }) {
  const t = useTexts(shell);
  return (
    <nav className="bottombar" aria-label={t.mainNavigation}>
      {places
        .filter(({ thumb }) => thumb)
        .map((place) => (
          <NavLink key={place.path} to={entrance(place)} end={place.path === "/"}>
            {place.icon}
            <span>{t[place.text]}</span>
          </NavLink>
        ))}
    </nav>
  );
}
