import { MenuOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { Suspense, useEffect, useState } from "react";
import { Outlet, useNavigate } from "react-router";
import { whenSignedOut } from "../api/client";
import { queryClient } from "../api/queries";
import { useMe } from "../api/session";
import { StepUpHost } from "../features/accounts/StepUpHost";
import { QuickCreateHost } from "../features/archive/create/QuickCreateHost";
import { SearchBox } from "../features/archive/search/SearchBox";
import { NoticeBell } from "../features/notices/NoticeBell";
import { BackupBanner } from "../features/settings/backups/BackupBanner";
import { useTexts } from "../lib/i18n";
import { type KeyBinding, useKeys } from "../lib/keyboard";
import { usePhone } from "../lib/media";
import { BottomBar } from "./BottomBar";
import { CreateButton } from "./CreateButton";
import { KeysOverlay } from "./KeysOverlay";
import { shell } from "./locale";
import { entrance, placesFor } from "./navigation";
import { SideMenu } from "./SideMenu";
import { UserMenu } from "./UserMenu";
import { useSyncedPreferences } from "./useSyncedPreferences";

function useSignOutRedirect() {
  const navigate = useNavigate();
  useEffect(() => {
    whenSignedOut(() => {
      // Several requests may learn at once that the session is over.
      if (window.location.pathname === "/sign-in") return;
      queryClient.clear();
      const next = window.location.pathname + window.location.search;
      navigate(`/sign-in?next=${encodeURIComponent(next)}`, { replace: true });
    });
    return () => whenSignedOut(() => {});
  }, [navigate]);
}

export function Shell() {
  const t = useTexts(shell);
  const me = useMe();
  const phone = usePhone();
  const navigate = useNavigate();
  const [drawer, setDrawer] = useState(false);
  const [help, setHelp] = useState(false);
  const places = placesFor(me.rights);
  useSignOutRedirect();
  useSyncedPreferences(me);
  useKeys([
    { keys: "?", label: t.keys, group: t.general, run: () => setHelp(true) },
    ...places.map(
      (place): KeyBinding => ({
        keys: place.key,
        label: t[place.text],
        group: t.goTo,
        run: () => navigate(entrance(place)),
      }),
    ),
  ]);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.skip}
      </a>
      {!phone && (
        <nav className="side" aria-label={t.mainNavigation}>
          <div className="brand">{t.product}</div>
          <SideMenu places={places} />
          <div className="side-foot muted">{me.organisation.name}</div>
        </nav>
      )}
      <div className="main">
        <header className="topbar">
          {phone && (
            <Button
              type="text"
              icon={<MenuOutlined aria-hidden />}
              aria-label={t.openNavigation}
              onClick={() => setDrawer(true)}
            />
          )}
          <SearchBox />
          <div className="topbar-end">
            <CreateButton compact={phone} />
            <NoticeBell />
            <UserMenu onHelp={() => setHelp(true)} />
          </div>
        </header>
        <BackupBanner />
        <main id="content" className="content" tabIndex={-1}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {phone && <BottomBar places={places} />}
      <Drawer
        open={drawer}
        placement="left"
        size={260}
        title={t.product}
        onClose={() => setDrawer(false)}
      >
        <SideMenu places={places} onGo={() => setDrawer(false)} />
      </Drawer>
      <KeysOverlay open={help} onClose={() => setHelp(false)} />
      <QuickCreateHost />
      <StepUpHost />
    </div>
  );
}
