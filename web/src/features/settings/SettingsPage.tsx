import { Menu } from "antd";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { RIGHTS } from "../../api/rights";
import { useCan } from "../../api/session";
import { useTexts } from "../../lib/i18n";
import { PageHeader } from "../../ui/PageHeader";
import { NoPermission } from "../../ui/states";
import { locale } from "./locale";
import "./settings.css";

const PAGES = [
  { path: "people", right: RIGHTS.people },
  { path: "departments", right: RIGHTS.departments },
  { path: "roles", right: RIGHTS.roles },
  { path: "access", right: RIGHTS.explain },
  { path: "sso", right: RIGHTS.people },
  { path: "tokens", right: RIGHTS.people },
  { path: "sign-in", right: RIGHTS.signInRules },
  { path: "fields", right: RIGHTS.fields },
  { path: "rules", right: RIGHTS.fields, or: RIGHTS.quality },
  { path: "tags", right: RIGHTS.tags },
  { path: "groups", right: RIGHTS.groups },
  { path: "quality", right: RIGHTS.quality },
  { path: "duplicates", right: RIGHTS.dedupe },
  { path: "stages", right: RIGHTS.stages },
  { path: "contact", right: RIGHTS.contactPlan },
  { path: "service", right: RIGHTS.service },
  { path: "calendar", right: RIGHTS.calendar },
  { path: "numbering", right: RIGHTS.numbering },
  { path: "approvals", right: RIGHTS.approvals },
  { path: "oversight", right: RIGHTS.oversight },
  { path: "delivery", right: RIGHTS.delivery },
  { path: "mailbox", right: RIGHTS.mailbox },
  { path: "operations", right: RIGHTS.operations },
] as const;

/** The frame of all settings: only the pages one may use are offered. */
export function SettingsPage() {
  const t = useTexts(locale);
  const can = useCan();
  const { pathname } = useLocation();
  const pages = PAGES.filter((page) => can(page.right) || ("or" in page && can(page.or)));
  const [first] = pages;
  if (!first) return <NoPermission />;
  const current = pathname.split("/")[2];
  if (!current) return <Navigate to={`/settings/${first.path}`} replace />;
  const allowed = pages.some((page) => page.path === current);
  return (
    <>
      <PageHeader title={t.title} />
      <div className="settings">
        <nav aria-label={t.title} className="settings-nav">
          <Menu
            selectedKeys={[current]}
            items={pages.map((page) => ({
              key: page.path,
              label: <Link to={`/settings/${page.path}`}>{t.pages[page.path]}</Link>,
            }))}
          />
        </nav>
        <div className="settings-body">{allowed ? <Outlet /> : <NoPermission />}</div>
      </div>
    </>
  );
}
