"""What each route is asked with: a body that is fine in itself, so that only the right and the ownership decide."""

import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import orjson
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from kedang.duplicates.applying import handle_for
from tests import people
from tests.house.matrix.asked import LONG_PASSWORD, Asked, Body, fixed, naming
from tests.house.matrix.rooms import ROOMS
from tests.house.matrix.table import ABSENT, MIXED, OTHER, OWN, Line
from tests.house.matrix.world import NOBODY, SHEET, World


def plain(path: str) -> str:
    """A path without the names of its parameters: the key of the tables below."""
    return re.sub(r"{[^}]*}", "{}", path)


# Segments whose parameter is a code and not an id.
CODES = {"fields": "custom:vip", "templates": "bank", "verification": "waiting"}


def address(world: World, line: Line, person: str) -> str:
    """The path with its parameters filled in."""
    filled: list[str] = []
    customer, place = "", []
    for part in line.path.split("/"):
        if not part.startswith("{"):
            filled.append(part)
            place.append(part)
        elif place[-1] in CODES and not customer:
            filled.append("custom:absent" if line.ownership == ABSENT else CODES[place[-1]])
        elif customer:
            holder = world.id_of("customers", OTHER, person) if line.ownership == MIXED else customer
            filled.append(world.id_of(f"part:{'/'.join(place)}", holder, ""))
        else:
            ownership = OWN if line.ownership == MIXED else line.ownership
            filled.append(world.id_of(place[-1], ownership, person))
            if place[-1] == "customers":
                customer, place = filled[-1], []
    return "/".join(filled)


def _bulk(world: World, line: Line, person: str) -> Asked:
    customer = world.id_of("customers", line.ownership, person)
    return Asked({"ids": [customer], "action": "tag", "value": world.id_of("tags", "any", "")})


def _relation(world: World, line: Line, person: str) -> Asked:
    customer = world.id_of("customers", OWN, person)
    return Asked({"kind": "supplier", "other_id": world.id_of("partner", customer, "")})


def _hint(world: World, line: Line, person: str) -> Asked:
    return Asked({"other_id": world.id_of("employee", world.id_of("customers", OWN, person), "")})


def _merge(world: World, line: Line, person: str) -> Asked:
    if line.ownership == ABSENT:
        return Asked({"survivor_id": world.id_of("customers", OWN, person), "loser_ids": [NOBODY]})
    survivor = world.id_of("customers", line.ownership, person)
    partner = world.id_of("partner", survivor, "")
    return Asked({"survivor_id": survivor, "loser_ids": [partner], "choices": {"business_licence": survivor}})


def _merge_plan(world: World, line: Line, person: str) -> Asked:
    asked = _merge(world, line, person).json or {}
    return Asked({"ids": [asked["survivor_id"], *asked["loser_ids"]]})


def _suspects(world: World, line: Line, person: str) -> Asked:
    group = world.id_of("suspects", line.ownership, person)
    twins = (NOBODY, NOBODY) if line.ownership == ABSENT else world.id_of("twins", group, "").split()
    return Asked({"survivor_id": twins[0], "loser_ids": [twins[1]], "choices": {"business_licence": twins[0]}})


def _application(world: World, line: Line, person: str) -> Asked:
    user = world.users.get(person)
    hidden = int(world.id_of("customers", OTHER, person))
    handle = handle_for(people.actor(user), hidden) if user is not None else None
    return Asked({"handle": handle or "x", "reason": "一起跟进"})


def _fix(world: World, line: Line, person: str) -> Asked:
    profile = world.id_of("profiles", OWN, person)
    return Asked({"profile_id": profile, "changes": [{"before": "网站", "after": "官网"}]})


def _file(world: World, line: Line, person: str) -> Asked:
    return Asked(form={"file": SimpleUploadedFile("a.csv", SHEET, content_type="text/csv"), "source": "旧系统"})


RULE = {"test": "required", "fields": ["industry"]}
BODIES: dict[str, Body] = {
    "POST /api/setup": fixed(token="x" * 20, organisation="某单位", login="root", name="甲", password=LONG_PASSWORD),
    "POST /api/session": fixed(login="guest", password=people.PASSWORD),
    "PATCH /api/me": fixed(language="en"),
    "POST /api/me/password": fixed(old=people.PASSWORD, new=LONG_PASSWORD),
    "POST /api/me/tokens": fixed(name="script", rights=[]),
    "POST /api/users": fixed(login="new", name="新人", role_ids=[]),
    "PATCH /api/users/{}": fixed(name="改名"),
    "POST /api/users/{}/password": fixed(),
    "POST /api/departments": fixed(name="新部门"),
    "PATCH /api/departments/{}": fixed(name="杭州二组"),
    "POST /api/roles": fixed(name_zh="新角色", rights=[], scope="own"),
    "PATCH /api/roles/{}": fixed(name_zh="改名"),
    "POST /api/fields": fixed(code="hobby", label_zh="爱好"),
    "PATCH /api/fields/{}": fixed(label_zh="贵宾"),
    "POST /api/rules": fixed(**RULE),
    "PUT /api/rules/{}": fixed(**RULE),
    "PATCH /api/rules/{}": fixed(active=True),
    "POST /api/rules/try": fixed(rule=RULE, values={"name": ["华盛"]}),
    "POST /api/rules/checks": fixed(rule=RULE),
    "POST /api/views": fixed(name="我的视图"),
    "PATCH /api/views/{}": fixed(name="改名"),
    "POST /api/customers/bulk": _bulk,
    "PATCH /api/customers/{}": fixed(values={"remark": "新的备注"}),
    "POST /api/customers/{}/owner": naming("owner_id", "users"),
    "POST /api/customers/{}/reveal": fixed(fields=["mobile"], reason="回访客户，核对号码"),
    "PUT /api/customers/{}/tags": naming("tag_ids", "tags", several=True),
    "PUT /api/customers/{}/groups": naming("group_ids", "groups", several=True),
    "POST /api/customers/{}/names": fixed(kind="former_name", value="旧名有限公司"),
    "PATCH /api/customers/{}/names/{}": fixed(value="改名"),
    "POST /api/customers/{}/identifiers": fixed(kind="tax_number", value="330106000000001"),
    "PATCH /api/customers/{}/identifiers/{}": fixed(value="330100000000099"),
    "POST /api/customers/{}/contact-points": fixed(kind="mobile", value="13700001111"),
    "PATCH /api/customers/{}/contact-points/{}": fixed(label="办公"),
    "POST /api/customers/{}/addresses": fixed(value="上海市浦东新区世纪大道1号"),
    "PATCH /api/customers/{}/addresses/{}": fixed(label="仓库"),
    "POST /api/customers/{}/contacts": fixed(name="李四"),
    "PATCH /api/customers/{}/contacts/{}": fixed(title="经理"),
    "POST /api/customers/{}/contacts/{}/contact-points": fixed(kind="mobile", value="13700002222"),
    "PATCH /api/customers/{}/contacts/{}/contact-points/{}": fixed(label="办公"),
    "POST /api/customers/{}/relations": _relation,
    "POST /api/customers/{}/hints/aside": _hint,
    "POST /api/customers/{}/hints/take-up": _hint,
    "PATCH /api/customers/{}/relations/{}": fixed(note="多年"),
    "POST /api/customers/{}/notes": fixed(body="又一条"),
    "POST /api/texts/secrets": fixed(text="密码：Ab123456"),
    "PATCH /api/customers/{}/notes/{}": fixed(body="改过"),
    "POST /api/customers/{}/collaborators": naming("user_id", "users", level="read"),
    "PATCH /api/customers/{}/collaborators/{}": fixed(level="edit"),
    "POST /api/customers": fixed(kind="organisation", values={"name": "全新科技有限公司"}),
    "POST /api/customers/check": fixed(kind="organisation", values={"name": "全新科技有限公司"}),
    "POST /api/customers/parse": fixed(text="李四 13700003333 经理"),
    "POST /api/merges": _merge,
    "POST /api/merges/plan": _merge_plan,
    "POST /api/merges/{}/undo": fixed(),
    "POST /api/duplicates/suspects/{}/merge": _suspects,
    "POST /api/duplicates/suspects/{}/dismiss": fixed(),
    "POST /api/duplicates/suspects/{}/take-back": fixed(),
    "POST /api/collaboration": _application,
    "POST /api/collaboration/{}/grant": fixed(level="read"),
    "PUT /api/duplicates/thresholds": fixed(certain=9600, review=8000),
    "PUT /api/duplicates/learning": fixed(learn=False),
    "POST /api/duplicates/runs": fixed(whole=True),
    "POST /api/cleaning/profiles": fixed(field="source"),
    "POST /api/cleaning/fixes": _fix,
    "POST /api/imports": _file,
    "PUT /api/imports/{}/mapping": fixed(mode="create"),
    "POST /api/imports/{}/undo": fixed(also=[]),
    "POST /api/tags": fixed(name="新标签"),
    "PATCH /api/tags/{}": fixed(name="改名"),
    "POST /api/tags/{}/merge": naming("into", "tags"),
    "POST /api/groups": fixed(name="新分组"),
    "PATCH /api/groups/{}": fixed(name="改名"),
    "POST /api/customers/{}/review": fixed(),
    "PUT /api/quality/rules/weights": fixed(template="", kind="person", items=[{"fields": ["name"], "weight": 5}]),
    "PUT /api/quality/rules/standard-template": fixed(template="bank"),
    "PUT /api/quality/rules/valid-for": fixed(days={"mobile": 100}),
    "PUT /api/quality/rules/reviews": fixed(intervals=[{"level": "A", "days": 30}], escalate_days=7),
    "POST /api/customers/{}/verification/{}/send": fixed(method="code"),
    "POST /api/customers/{}/verification/{}/confirm": fixed(code="123456"),
    "POST /api/customers/{}/verification/{}/mark": fixed(how="phone", note="本人接听"),
    "POST /api/campaigns": fixed(kind="email"),
    "POST /api/campaigns/outlook": fixed(kind="email"),
    "POST /api/confirmation": fixed(token="x" * 43),
    "PUT /api/delivery/limits": fixed(per_day=100),
    "POST /api/delivery/test": fixed(kind="email", to="me@example.com"),
    "PUT /api/numbering": fixed(pattern="KH-{year}-{serial:6}"),
} | {route: body for room in ROOMS for route, body in room.BODIES.items()}
QUERIES: dict[str, dict[str, str]] = {"GET /api/search": {"q": "有限公司"}}


def ask(world: World, line: Line, person: str) -> HttpResponseBase:
    """Send the request of one cell."""
    key = f"{line.method} {plain(line.path)}"
    asked = BODIES[key](world, line, person) if key in BODIES else Asked()
    query = {**QUERIES.get(key, {}), **asked.query}
    target = address(world, line, person)
    if query:
        target += "?" + urlencode(query)
    browser = world.browsers[person]
    cookies = browser.cookies.copy()
    try:
        return _send(browser, line.method, target, asked)
    finally:
        # whoever signed out or changed the password in one cell is signed in again in the next
        browser.cookies = SimpleCookie(cookies)


def _send(browser: Client, method: str, target: str, asked: Asked) -> HttpResponseBase:
    if asked.form is not None:
        response: HttpResponseBase = getattr(browser, method.lower())(target, data=asked.form)
    elif asked.json is not None:
        response = browser.generic(method, target, orjson.dumps(asked.json), content_type="application/json")
    else:
        response = browser.generic(method, target)
    return response
