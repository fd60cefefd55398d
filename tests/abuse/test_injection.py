"""Somebody with an account and a proxy sends what no browser would send.

Quotes and double underscores for names, SQL, numbers beyond 64 bits, NUL bytes, halves of surrogate pairs, JSON a thousand
levels deep, ten megabytes, cursors of their own making. Every answer is a refusal in our shape or an ordinary answer;
none is a 500, and none is slow.
"""

import base64
import json
import time
from typing import Any

import pytest
from django.test import Client

from tests.abuse import scene
from tests.abuse.scene import Scene, get, where
from tests.people import browser, send

pytestmark = pytest.mark.django_db

NAMES = (
    "name'",
    'name"',
    "name)",
    "owner__password",
    "owner__isnull",
    "id) UNION SELECT password FROM accounts_user --",
    "1; DROP TABLE archive_customer",
    "c.name",
    "custom:",
    "custom:x') OR 1=1 --",
    "extra:暗号",
    "__class__",
    "\x00",
    "name\x00",
    "\ud800",
    "",
    "姓" * 5000,
    "password",
    "provenance",
    "given_enc",
)
VALUES: tuple[Any, ...] = (
    "' OR 1=1 --",
    "%",
    "_" * 50,
    "\\",
    "\x00",
    "\ud800",
    "1" * 400,
    10**30,
    -1,
    1e308,
    "1e400",
    "NaN",
    "Infinity",
    "-9223372036854775809",
    "9999-99-99",
    "今天",
    ["a"] * 300,
    [None],
    {"a": 1},
    [[]],
    True,
    None,
    "",
)
OPS = ("eq", "ne", "any", "has", "contains", "starts", "gt", "lt", "between", "under", "tail", "empty", "x'", "__in")
FIELDS = ("name", "region", "mobile", "employees", "founded_on", "created_at", "tags", "owner", "custom:pet", "phone")


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return scene.build()


@pytest.fixture
def lin(there: Scene) -> Client:
    """林 at a proxy."""
    return browser(there.cast.lin)


def decent(answer: Any, asked: object) -> None:
    """An ordinary answer, or a refusal in our shape that does not quote the database."""
    assert answer.status_code < 500, (answer.status_code, asked)
    if answer.status_code >= 400:
        error = json.loads(answer.content)["error"]
        assert set(error) == {"code", "message", "details", "request_id"}, asked
        assert not any(word in answer.content for word in (b"sqlite", b"psycopg", b"Traceback", b"SELECT c.")), asked


def test_names_of_fields_orders_and_columns(there: Scene, lin: Client) -> None:
    for name in NAMES:
        text = name.encode("utf-8", "replace").decode()
        for path in ("/customers", "/customers/count"):
            decent(get(lin, path, filter=where((text, "eq", "x"))), name)
        for query in ({"sort": text}, {"sort": f"-{text}"}, {"columns": text}, {"columns": f"name,{text}"}):
            decent(get(lin, "/customers", **query), name)
        decent(send(lin, "PATCH", f"/customers/{there.company}", {"values": {name: "x"}}), name)
        decent(send(lin, "POST", "/customers/check", {"kind": "person", "values": {name: "x"}}), name)
        decent(send(lin, "POST", f"/customers/{there.company}/reveal", {"fields": [name], "reason": "回访客户"}), name)
        decent(send(lin, "POST", f"/customers/{there.company}/names", {"kind": name, "value": "x"}), name)
        decent(send(lin, "POST", f"/customers/{there.company}/contact-points", {"kind": name, "value": "x"}), name)


def test_values_of_filters(there: Scene, lin: Client) -> None:
    wang = browser(there.cast.wang)
    for field in FIELDS:
        for op in OPS:
            for value in VALUES:
                asked = json.dumps([{"field": field, "op": op, "value": value}])
                decent(get(wang, "/customers", filter=asked), (field, op, value))
    for asked in ("[", "{}", "[1]", "[[]]", "null", "[" * 4000, json.dumps([{}] * 300), "\x00", '[{"field":{}}]'):
        decent(get(lin, "/customers", filter=asked), asked[:40])


def _cursors() -> list[str]:
    made: list[Any] = [
        [],
        [1],
        ["x"],
        [None],
        [2**70],
        [-(2**70)],
        [1.5],
        [True],
        ["-created_at", 2**70],
        ["-created_at", -(2**63) - 1],
        ["-created_at", "1"],
        ["-created_at", None],
        ["-created_at", True],
        ["name", "x", 2**64],
        ["-created_at", 1e300],
        [[1]],
        {"a": 1},
        [2**63, 2**63],
        [0, -5],
        ["a", "b"],
        [None, None],
        [1e300, 1],
    ]
    raw = [base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in made]
    return [*raw, "x", "=", "é", "\x00", "A" * 5000, "[1]", "....", "W10"]


def test_cursors_and_limits_of_ones_own_making(there: Scene, lin: Client) -> None:
    auditor = browser(there.cast.auditor)
    run = scene.start_import(lin, "姓名,手机\n甲,13500001111\n".encode())
    scene.judge(lin, run)
    doors = [
        (lin, "/customers"),
        (lin, f"/customers/{there.company}/history"),
        (lin, "/imports"),
        (lin, f"/imports/{run}/rows"),
        (auditor, "/audit/events"),
        (auditor, "/audit/reads"),
        (browser(there.cast.admin), "/users"),
    ]
    for client, path in doors:
        for cursor in _cursors():
            decent(get(client, path, cursor=cursor), (path, cursor))
        for sort in ("name", "updated_at", "region", "number"):
            decent(get(client, path, cursor=_cursors()[13], sort=sort), (path, sort))
        for limit in ("0", "-1", "-99999999999999999999", "99999999999999999999999999", "x", "1.5", "1e9", "\x00", ""):
            decent(get(client, path, limit=limit), (path, limit))


IDS = (
    "0",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999999999",
    "1" * 400,
    "1.5",
    "x",
    "%00",
    "1%00",
    "%ED%A0%80",
    "1'--",
    "..%2f..%2fetc",
    "１２３",
    "None",
)


def test_ids_that_are_none(there: Scene, lin: Client) -> None:
    boss = browser(there.cast.admin)
    company = str(there.company)
    for odd in IDS:
        for path in (f"/customers/{odd}", f"/customers/{odd}/history", f"/imports/{odd}", f"/imports/{odd}/rows"):
            decent(get(lin, path), path)
        for part in ("names", "notes", "contacts", "relations", "collaborators", "identifiers", "addresses"):
            decent(send(lin, "DELETE", f"/customers/{company}/{part}/{odd}"), (part, odd))
        decent(send(lin, "DELETE", f"/me/tokens/{odd}"), odd)
        decent(send(lin, "PATCH", f"/views/{odd}", {"name": "x"}), odd)
        decent(send(boss, "PATCH", f"/users/{odd}", {"name": "x"}), odd)
        decent(send(boss, "PATCH", f"/fields/{odd}", {"label_zh": "x"}), odd)
        decent(send(boss, "POST", f"/templates/{odd}/apply", {}), odd)
        for bad in (odd, [odd], {"a": odd}, None, 1.5, True, 2**80):
            decent(send(lin, "POST", f"/customers/{company}/owner", {"owner_id": bad}), bad)
            decent(send(lin, "PUT", f"/customers/{company}/tags", {"tag_ids": [bad]}), bad)
            decent(send(lin, "POST", "/customers/bulk", {"ids": [bad], "action": "trash"}), bad)


DEEP = (
    "[" * 900 + "]" * 900,
    '{"a":' * 900 + "1" + "}" * 900,
    "[" * 100_000,
    '{"\\u0000":' * 900 + '"\\ud800"' + "}" * 900,
)


def test_deep_long_and_broken_bodies(there: Scene, lin: Client) -> None:
    company = f"/customers/{there.company}"
    doors = [
        ("POST", "/customers/check", '{"kind":"person","values":%s}'),
        ("PATCH", company, '{"values":{"name":%s}}'),
        ("POST", f"{company}/notes", '{"body":%s}'),
        ("PATCH", "/me", '{"preferences":{"a":%s}}'),
        ("POST", "/views", '{"list":"customers","name":"x","shared":false,"state":{"filter":%s}}'),
        ("POST", "/views", '{"list":"customers","name":"x","shared":false,"state":%s}'),
        ("POST", "/customers/parse", '{"text":%s}'),
        ("POST", "/session", '{"login":%s,"password":"x"}'),
    ]
    odd = (
        '"\\u0000"',
        '"\\ud800"',
        '"\\udfff\\ud800x"',
        "1e999",
        "-0",
        str(10**60),
        "NaN",
        '"' + "长" * 300_000 + '"',
        "[]",
    )
    for method, path, frame in doors:
        for inner in (*DEEP, *odd):
            body = (frame % inner).encode("utf-8", "surrogatepass")
            answer = lin.generic(method, f"/api{path}", body, content_type="application/json")
            decent(answer, (path, inner[:40]))
        for raw in (b"", b"{", b"\xff\xfe{", b'{"a":"\xed\xa0\x80"}', b"null", b"[]", b'"x"', b"\x00" * 100):
            decent(lin.generic(method, f"/api{path}", raw, content_type="application/json"), (path, raw))


def test_ten_megabytes_are_refused_soon(there: Scene, lin: Client) -> None:
    big = json.dumps({"body": "字" * 5_000_000}, ensure_ascii=False).encode()
    start = time.perf_counter()
    for path in (f"/customers/{there.company}/notes", "/session", "/customers/check", "/customers/parse"):
        answer = lin.generic("POST", f"/api{path}", big, content_type="application/json")
        decent(answer, path)
        assert answer.status_code in (413, 422)
    assert time.perf_counter() - start < 10


def test_other_kinds_of_body(there: Scene, lin: Client) -> None:
    company = f"/api/customers/{there.company}/notes"
    for kind in (
        "text/xml",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded",
    ):
        for body in (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", b"--x\r\n\r\n", b"a=1"):
            decent(lin.generic("POST", company, body, content_type=kind), kind)
            decent(lin.generic("POST", "/api/imports", body, content_type=kind), kind)
    odd = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00b.csv"\r\n\r\na,b\n1,2\n\r\n--x--\r\n'
    source = b'--x\r\nContent-Disposition: form-data; name="source"\r\n\r\nq\x00\xed\xa0\x80\r\n' + odd
    for body in (odd, source):
        decent(lin.generic("POST", "/api/imports", body, content_type="multipart/form-data; boundary=x"), body[:60])


def test_text_no_database_can_hold_in_every_query(there: Scene, lin: Client) -> None:
    boss = browser(there.cast.admin)
    for odd in ("\x00", "a\x00b", "%", "'", "\\", "x" * 5000, "🜁" * 500):
        for client, path, name in (
            (lin, "/search", "q"),
            (lin, "/people", "q"),
            (lin, "/views", "list"),
            (lin, "/customers", "trashed"),
            (boss, "/numbering", "pattern"),
            (boss, "/audit/events", "verb"),
            (boss, "/audit/reads", "verb"),
            (boss, "/audit/reads", "customer_id"),
            (boss, "/audit/events", "by"),
        ):
            decent(get(client, path, **{name: odd}), (path, odd[:10]))


def test_methods_nobody_offers(there: Scene, lin: Client) -> None:
    for method in ("PUT", "DELETE", "TRACE", "OPTIONS", "PROPFIND", "get"):
        for path in ("/api/customers", "/api/search", "/api/session", "/api/nothing", "/healthz", "/"):
            assert lin.generic(method, path).status_code < 500
