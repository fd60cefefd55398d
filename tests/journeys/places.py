"""Every page there is, and how to bring it on screen."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

SHEET = "姓名,手机,城市\n谢一,13700137111,杭州\n,,\n谢二,1370013711,宁波\n"


@dataclass(frozen=True, slots=True)
class Place:
    """An address, what shows that it is there, and what to open on it, one click then another."""

    name: str
    path: str
    shows: str
    opens: str = ""
    opened: str = "[role=dialog]:visible"
    login: str = "wang"


@dataclass(frozen=True, slots=True)
class Made:
    """What the pages are about."""

    person: str
    twin: str
    organisation: str
    inspected: str
    checked: str
    done: str
    fix: str
    dispute: str
    zhou: str


MAIN = ".content h1"
KINDS = ".compose-kinds .ant-btn then .ant-dropdown-menu-item >> nth=-1"
ADD = ".settings-head .ant-btn-primary"
ADD_PLAIN = ".page-header .ant-btn"
ADD_HERE = ".page-header .ant-btn-primary"
GIVES = ".pool-section >> nth=2 >> .ant-table-row >> nth=0"
PLACES = (
    Place("sign-in", "/sign-in", "input[autocomplete=username]"),
    Place("set-up", "/setup#token", "[role=alert]"),
    Place("list", "/customers", ".vt [aria-rowindex]"),
    Place("list-filter", "/customers", ".vt [aria-rowindex]", ".list-tools .ant-btn >> nth=0", "#condition-field"),
    Place("person", "/customers/{person}", ".timeline-days"),
    Place("person-profile", "/customers/{person}?edit=1", ".fields"),
    Place("organisation", "/customers/{organisation}", ".timeline-days"),
    Place("print", "/customers/{organisation}", ".timeline-days", ".customer-header .ant-btn >> nth=0", ".print-parts"),
    Place("merge", "/customers/merge?ids={person},{twin}", ".merge-decide"),
    Place("merge-nobody", "/customers/merge", ".state"),
    Place("create", "/customers", ".vt [aria-rowindex]", ".topbar-end .ant-btn >> nth=0"),
    Place("imports", "/imports", ".ant-table-row"),
    Place("import-mapping", "/imports/{inspected}", ".column-table .ant-table-row"),
    Place("import-trial", "/imports/{checked}", ".fates"),
    Place("import-result", "/imports/{done}", ".fates"),
    Place("mails", "/imports/mails", ".mail-card"),
    Place("mails-assign", "/imports/mails", ".mail-card", ".mail-doing .ant-btn >> nth=0"),
    Place("notices", "/notices", ".notice"),
    Place("approvals", "/privacy/approvals", ".approvals li"),
    Place("retention", "/privacy/retention", ".privacy-schedule"),
    Place("unusual", "/privacy/unusual", ".ant-table-row", login="admin"),
    Place("unusual-judge", "/privacy/unusual", ".ant-table-row", ".ant-table-row .ant-btn >> nth=1", login="admin"),
    Place("unusual-looks", "/privacy/unusual", ".ant-table-row", ".ant-table-row .ant-btn >> nth=0", login="admin"),
    Place("access-review", "/privacy/access-review?which=all", ".reviews-standing", login="admin"),
    Place(
        "access-review-rules",
        "/privacy/access-review",
        ".reviews-standing",
        ".page-header .ant-btn >> nth=0",
        ".ant-modal-body .ant-radio-group",
        login="admin",
    ),
    Place("incidents", "/privacy/incidents", MAIN, login="admin"),
    Place("incident-new", "/privacy/incidents", MAIN, ADD_HERE, login="admin"),
    Place("audit-grants", "/privacy/audit?view=grants", ".ant-table-row", login="admin"),
    Place("audit-exports", "/privacy/audit?view=exports", MAIN, login="admin"),
    Place("audit-person", "/privacy/audit?person={zhou}", ".audit-lines li", login="admin"),
    Place("unusual-settings", "/settings/oversight", ".oversight-rules li", login="admin"),
    Place("approvals-settings", "/settings/approvals", ".settings-narrow", login="admin"),
    Place("pools", "/pools", ".ant-table-row"),
    Place("pools-soon", "/pools/soon?whose=team", MAIN),
    Place("pools-settings", "/pools/settings", ".pool-section .ant-table-row"),
    Place(
        "pools-rule", "/pools/settings", ".pool-section .ant-table-row", ".pool-section >> nth=1 >> .ant-btn >> nth=0"
    ),
    Place(
        "pools-simulation",
        "/pools/settings",
        ".ant-btn-primary",
        ".ant-table-row .ant-btn-primary",
        ".simulation .ant-alert",
    ),
    Place("pools-assignment", "/pools/settings", GIVES, ".pool-section >> nth=2 >> .ant-btn >> nth=0"),
    Place("pools-trial", "/pools/settings", GIVES, f"{GIVES} >> .ant-btn-primary", ".simulation .ant-alert"),
    Place("disputes", "/pools/disputes", ".ant-table-row"),
    Place("dispute", "/pools/disputes/{dispute}", ".dispute-said li"),
    Place("succession", "/pools/succession?from={zhou}", ".succession-form"),
    Place("transactions", "/transactions", ".ant-table-row"),
    Place("transactions-overdue", "/transactions?overdue=1", ".ant-table-row"),
    Place("transaction", "/transactions", ".ant-table-row", ".ant-table-row >> nth=0"),
    Place("receivables", "/transactions/receivables", ".owing-total"),
    Place("products", "/transactions/products", ".ant-table-row", ADD_HERE),
    Place("transaction-imports", "/transactions/imports", ".ant-upload"),
    Place("opportunities", "/opportunities?whose=all", ".deal-card"),
    Place("opportunity", "/opportunities?whose=all", ".deal-card", ".deal-title", ".deal-steps"),
    Place("opportunity-new", "/opportunities", ".deal-board", ".page-header .ant-btn-primary"),
    Place("opportunity-list", "/opportunities?view=list&whose=all", ".vt [aria-rowindex]"),
    Place("opportunity-forecast", "/opportunities?view=forecast&whose=all", ".deal-bars"),
    Place("opportunity-stages", "/settings/stages", ".settings-body .ant-table-row"),
    Place("projects", "/projects?whose=all", ".vt [aria-rowindex]"),
    Place("project", "/projects?whose=all", ".vt [aria-rowindex]", ".deal-title, .deal-row-card", ".project-point"),
    Place("project-new", "/projects", MAIN, ".page-header .ant-btn-primary"),
    Place("key-accounts", "/key-accounts?whose=all", ".vt [aria-rowindex]"),
    Place(
        "key-account",
        "/key-accounts?whose=all",
        ".vt [aria-rowindex]",
        ".deal-title, .deal-row-card",
        ".strategy-map",
    ),
    Place("key-account-new", "/key-accounts", MAIN, ".page-header .ant-btn-primary"),
    Place("cases", "/service?whose=all", ".vt [aria-rowindex]"),
    Place("cases-closed", "/service?whose=all&state=closed", ".vt [aria-rowindex]"),
    Place("case", "/service?whose=all&state=working", ".vt [aria-rowindex]", ".case-title", ".case-steps"),
    Place("case-new", "/customers/{person}", ".compose", KINDS, ".case-form"),
    Place("improvements", "/service/improvements", ".improvement"),
    Place("service-figures", "/service/figures", ".case-now"),
    Place("service-settings", "/settings/service", ".settings-body .ant-table-row", ".settings-part .ant-btn >> nth=0"),
    Place("calendar", "/settings/calendar", ".calendar-week", ".settings-part .ant-btn >> nth=0"),
    Place("quality", "/quality", ".trend svg"),
    Place("quality-work", "/quality/work", ".vt [aria-rowindex]"),
    Place("quality-reviews", "/quality/reviews?which=team", ".vt [aria-rowindex]"),
    Place("quality-panel", "/customers/{person}", ".quality-button", ".quality-button", ".quality-scores"),
    Place("validation-rules", "/settings/rules", ADD),
    Place("validation-rule", "/settings/rules", ADD, ADD, ".rule-form"),
    Place("quality-rules", "/settings/quality", ".settings-body .ant-table-row"),
    Place("cleaning", "/quality/cleaning", ".clean-field"),
    Place("cleaning-field", "/quality/cleaning?field=region", ".clean-figures"),
    Place("cleaning-by-hand", "/quality/cleaning?field=region", ".clean-figures", ".ant-checkbox-input", ".clean-hand"),
    Place("cleaning-preview", "/quality/cleaning/{fix}", ".clean-verdict"),
    Place("cleaning-history", "/quality/cleaning?tab=fixes", ".ant-table-row"),
    Place("trash", "/trash", MAIN),
    Place("people", "/settings/people", ".ant-table-row", ADD, login="admin"),
    Place("departments", "/settings/departments", ".ant-table-row", ADD, login="admin"),
    Place("roles", "/settings/roles", ".ant-table-row", ADD, login="admin"),
    Place("sso", "/settings/sso", ADD, login="admin"),
    Place("sso-new", "/settings/sso", ADD, ADD, login="admin"),
    Place("sso-return", "/sign-in/return/1", "[role=alert]"),
    Place("tokens", "/settings/tokens", ".settings-body", login="admin"),
    Place("token-new", "/account", ".facts", ".section >> nth=1 >> .ant-btn >> nth=-1"),
    Place("fields", "/settings/fields", ADD, ADD, login="admin"),
    Place("tags", "/settings/tags", ".ant-table-row", ADD),
    Place("groups", "/settings/groups", ADD, ADD),
    Place("numbering", "/settings/numbering", ".settings-body input", login="admin"),
    Place("contact-plan", "/settings/contact", ".settings-body .ant-btn-primary"),
    Place("mailbox", "/settings/mailbox", ".settings-body input", login="admin"),
    Place("delivery", "/settings/delivery", ".channel", login="admin"),
    Place("operations", "/settings/operations", ".settings-body .ant-table-row", login="admin"),
    Place("verification", "/quality/verification", ".page-header .ant-btn-primary", ".page-header .ant-btn-primary"),
    Place("verification-waiting", "/quality/verification?tab=waiting", ".state"),
    Place("verify", "/customers/{person}?edit=1", ".verify-button", ".verify-button"),
    Place("confirmation", "/v#token", "[role=alert]"),
    Place("self-service", "/self-service#token", ".self-card"),
    Place("self-service-refused", "/self-service#token", ".self-card", ".self-card .ant-btn-primary", "[role=alert]"),
    Place("corrections", "/privacy/corrections", ".state"),
    Place("corrections-fields", "/privacy/corrections", ".state", ADD_PLAIN, ".portal-fields"),
    Place("duplicates", "/quality/duplicates", ".dup-actions"),
    Place("duplicates-runs", "/quality/duplicates", ".dup-actions", ".page-header .ant-btn >> nth=0"),
    Place("duplicates-merged", "/quality/duplicates?state=merged", MAIN),
    Place("duplicate-limits", "/settings/duplicates", ".limits-scale"),
    Place("account", "/account", ".facts"),
    Place("account-security", "/account/security", ".section .rows li"),
    Place("account-enrol", "/account/security", ".section .rows li", ".section .ant-btn-primary", ".totp-qr svg"),
    Place("who-sees-what", "/settings/access", ".access-ask", login="admin"),
    Place("sign-in-rules", "/settings/sign-in", ".settings-body .ant-radio", login="admin"),
    Place("person-security", "/settings/people", ".ant-table-row", ".ant-table-row .ant-btn >> nth=2", login="admin"),
)


# Not a style element: the policy of the pages refuses those that do not carry the nonce.
STILL = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [still];
}"""


# Two people who look like one, imports in each of their steps, and the preview of a correction.
MAKE = """async (sheet) => {
  const csrf = () => document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const ask = async (path, init = {}) => {
    const answer = await fetch("/api" + path, { ...init, headers: { ...init.headers, "X-CSRFToken": csrf() } });
    if (!answer.ok) throw new Error(path + " " + answer.status + " " + await answer.text());
    return answer.json();
  };
  const one = async (kind, place = 0) => {
    const filter = JSON.stringify([{ field: "kind", op: "eq", value: kind }]);
    return (await ask("/customers?limit=2&filter=" + encodeURIComponent(filter))).rows[place].id;
  };
  const until = async (id, state, path = "/imports/") => {
    for (;;) {
      const run = await ask(path + id);
      if (run.state === state) return id;
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const send = (path, value) => {
    const headers = { "Content-Type": "application/json" };
    return ask(path, { method: "POST", body: JSON.stringify(value), headers });
  };
  // A preview only: nobody is changed by it.
  const preview = async () => {
    const { id } = await send("/cleaning/profiles", { field: "region" });
    await until(id, "done", "/cleaning/profiles/");
    const [{ value }] = (await ask("/cleaning/profiles/" + id)).values;
    const changes = [{ before: value, after: null }];
    const fix = await send("/cleaning/fixes", { profile_id: id, changes });
    return until(fix.id, "ready", "/cleaning/fixes/");
  };
  const run = async (name, steps) => {
    const body = new FormData();
    body.append("file", new File([sheet], name));
    const { id } = await ask("/imports", { method: "POST", body });
    await until(id, "inspected");
    for (const [verb, state] of steps) {
      await ask(`/imports/${id}/${verb}`, { method: "POST" });
      await until(id, state);
    }
    return id;
  };
  // Two that look like one: they wait to be reviewed.
  for (const more of [{}, { occupation: "教师" }]) {
    const values = { name: "闻人清越", mobile: "13655559999", birth_date: "1984-05-06", ...more };
    await send("/customers", { kind: "person", values, force: true });
  }
  return {
    person: await one("person"),
    twin: await one("person", 1),
    organisation: await one("organisation"),
    inspected: await run("待确认.csv", []),
    checked: await run("待入库.csv", [["check", "checked"]]),
    done: await run("已完成.csv", [["check", "checked"], ["commit", "done"]]),
    fix: await preview(),
    dispute: (await ask("/disputes")).rows[0].id,
    zhou: (await ask("/people?q=zhou")).people[0].id,
  };
}"""


def make_customers(page: Page) -> Made:
    """Through the API, in the session of the page."""
    found: dict[str, str] = page.evaluate(MAKE, SHEET)
    return Made(**found)


def open_place(page: Page, place: Place, made: Made) -> None:
    """Go there, and open what belongs to it, without any movement on screen."""
    ids = {name: getattr(made, name) for name in Made.__dataclass_fields__}
    page.goto("about:blank")
    page.goto(place.path.format(**ids))
    page.evaluate(STILL)
    expect(page.locator(place.shows).first, place.name).to_be_visible()
    if place.opens:
        first, *more = place.opens.split(" then ")
        page.locator(first).first.click()
        for step in more:
            # A menu that does not move never says that it has come.
            page.locator(step).first.dispatch_event("click")
        expect(page.locator(place.opened).first, place.name).to_be_visible()
