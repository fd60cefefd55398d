"""What each route is asked with: a body that is fine in itself, so that only the right and the ownership decide."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from tests import people
from tests.house.matrix.table import ABSENT, MIXED, OTHER, OWN, TRASHED, Line
from tests.house.matrix.world import NOBODY, World

LONG_PASSWORD = "a quite long pass phrase 7"


@dataclass(frozen=True, slots=True)
class Asked:
    """A body for a route: JSON, or a form with a file; and what stands in the query."""

    json: Mapping[str, Any] | None = None
    form: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)


def plain(path: str) -> str:
    """A path without the names of its parameters: the key of the tables below."""
    return re.sub(r"{[^}]*}", "{}", path)


# Segments whose parameter is a code and not an id.
CODES = {"fields": "custom:vip", "templates": "bank"}
# Segment after a customer → where the customer's page shows the part.
PARTS = {
    "names": "names",
    "identifiers": "identifiers",
    "contact-points": "contact_points",
    "addresses": "addresses",
    "contacts": "contacts",
    "relations": "relations",
    "notes": "notes",
    "collaborators": "collaborators",
}


def address(world: World, line: Line, person: str) -> str:
    """The path with its parameters filled in."""
    filled: list[str] = []
    customer = ""
    for part in line.path.split("/"):
        if not part.startswith("{"):
            filled.append(part)
            continue
        resource = filled[-1]
        if resource in CODES:
            filled.append("custom:absent" if line.ownership == ABSENT else CODES[resource])
        elif customer:
            owner = world.id_of("customers", OTHER, person) if line.ownership == MIXED else customer
            filled.append(world.id_of(f"part:{resource}", owner, ""))
        else:
            ownership = OWN if line.ownership == MIXED else line.ownership
            filled.append(world.id_of(resource, ownership, person))
            customer = filled[-1] if resource == "customers" else ""
    return "/".join(filled)


def _token(world: World, person: str) -> Asked:
    return Asked({"name": "script", "rights": []})


def _user(world: World, person: str) -> Asked:
    return Asked({"login": "new", "name": "新人", "password": LONG_PASSWORD, "role_ids": []})


Body = Callable[[World, str], Asked]


def fixed(**json: Any) -> Body:
    """The same JSON for everybody."""
    return lambda world, person: Asked(json)


BODIES: dict[str, Body] = {
    "POST /api/setup": fixed(token="x" * 20, organisation="某单位", login="root", name="甲", password=LONG_PASSWORD),
    "POST /api/session": fixed(login="zhou", password=people.PASSWORD),
    "PATCH /api/me": fixed(language="en"),
    "POST /api/me/password": fixed(old=people.PASSWORD, new=LONG_PASSWORD),
    "POST /api/me/tokens": _token,
    "POST /api/users": _user,
    "PATCH /api/users/{}": fixed(name="改名"),
    "POST /api/users/{}/password": fixed(password=LONG_PASSWORD),
    "POST /api/departments": fixed(name="新部门"),
    "PATCH /api/departments/{}": fixed(name="杭州二组"),
    "POST /api/roles": fixed(name_zh="新角色", rights=[], scope="own"),
    "PATCH /api/roles/{}": fixed(name_zh="改名"),
    "POST /api/fields": fixed(code="hobby", label_zh="爱好"),
    "PATCH /api/fields/{}": fixed(label_zh="贵宾"),
    "POST /api/views": fixed(name="我的视图"),
    "PATCH /api/views/{}": fixed(name="改名"),
}
QUERIES: dict[str, dict[str, str]] = {}


def ask(world: World, line: Line, person: str) -> HttpResponseBase:
    """Send the request of one cell."""
    key = f"{line.method} {plain(line.path)}"
    asked = BODIES[key](world, person) if key in BODIES else Asked()
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


def spreadsheet() -> SimpleUploadedFile:
    """A small file to import."""
    return SimpleUploadedFile("a.csv", "姓名,手机\n赵新,13900001111\n".encode(), content_type="text/csv")


__all__ = ["ABSENT", "BODIES", "NOBODY", "QUERIES", "TRASHED", "Asked", "address", "ask", "plain"]
