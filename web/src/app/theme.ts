import { type ThemeConfig, theme } from "antd";
import type { Density } from "../lib/preferences";

const ACCENT = "#2456c9";
// Darker, not paler: a hovered button must stay readable.
const ACCENT_PRESSED = "#1b45a6";
const ACCENT_ON_DARK = "#8fb0ff";

const FONTS =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

// Ant Design's greys for descriptions and placeholders miss the contrast of WCAG AA; these reach 4.5 : 1.
const LIGHT = {
  colorPrimary: ACCENT,
  colorLink: ACCENT,
  colorPrimaryHover: ACCENT_PRESSED,
  colorLinkHover: ACCENT_PRESSED,
  colorInfo: ACCENT,
  colorTextSecondary: "#4d5666",
  colorTextTertiary: "#5c6575",
  colorTextDescription: "#5c6575",
  colorTextPlaceholder: "#68717f",
  colorTextQuaternary: "#68717f",
  colorBgLayout: "#f6f7f9",
  colorSuccess: "#1a7f4b",
  colorWarning: "#a35b00",
  colorError: "#c5221f",
  colorSuccessBg: "#eaf6ef",
  colorSuccessBorder: "#a9d8bd",
  colorErrorBg: "#fdeeed",
  colorErrorBorder: "#f0b7b4",
  colorWarningBg: "#fff8eb",
  colorWarningBorder: "#f2cf95",
};

const DARK = {
  colorPrimary: ACCENT_ON_DARK,
  colorLink: ACCENT_ON_DARK,
  colorInfo: ACCENT_ON_DARK,
  colorTextLightSolid: "#0d1526",
  colorTextSecondary: "#b4bcc9",
  colorTextTertiary: "#a1a9b6",
  colorTextDescription: "#a1a9b6",
  colorTextPlaceholder: "#949cab",
  colorTextQuaternary: "#949cab",
  colorBgBase: "#111111",
  colorBgLayout: "#0b0b0b",
  colorSuccess: "#4cc38a",
  colorWarning: "#f0a94b",
  colorError: "#ff7b72",
  colorSuccessBg: "#12281d",
  colorSuccessBorder: "#1f5a3c",
  colorErrorBg: "#2f1614",
  colorErrorBorder: "#6b2b27",
  colorWarningBg: "#2b2010",
  colorWarningBorder: "#634716",
};

type Looks = { dark: boolean; density: Density; still: boolean };

/** The one place where the looks of the program are decided; `still` is for who asked the system for less motion. */
export function themeFor({ dark, density, still }: Looks): ThemeConfig {
  const algorithms = [dark ? theme.darkAlgorithm : theme.defaultAlgorithm];
  if (density === "compact") algorithms.push(theme.compactAlgorithm);
  return {
    algorithm: algorithms,
    token: {
      ...(dark ? DARK : LIGHT),
      fontFamily: FONTS,
      fontSize: 14,
      borderRadius: 6,
      motion: !still,
      wireframe: false,
    },
    components: {
      Tooltip: dark ? { colorTextLightSolid: "#e8ebf0", colorBgSpotlight: "#2b313b" } : {},
      Dropdown: dark ? { controlItemBgActive: "#2f3744", colorPrimary: "#b3c8ff" } : {},
      Table: { headerBg: "transparent", headerSplitColor: "transparent" },
      Menu: {
        itemBg: "transparent",
        activeBarBorderWidth: 0,
        ...(dark ? { itemSelectedBg: "#2a2c31", itemSelectedColor: "#b3c8ff" } : {}),
      },
    },
  };
}
