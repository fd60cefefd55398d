"""What every answer carries, whatever happened: one shape, safe headers, no values."""

import errno
import json
import logging
from typing import Any

import orjson
import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from kedang.accounts import queries
from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.archive.tests.filing import file_customer
from kedang.config import failures
from kedang.config.api import api
from kedang.config.logs import JsonLine
from kedang.history.models import ReadEvent
from tests.people import Cast, browser, make_cast, send

CANARY = "canary-13812345678"


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def post(client: Client, path: str, body: bytes) -> Any:
    """A body as it is."""
    return client.generic("POST", path, body, content_type="application/json")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/customers/5", "/api/instance", "/api/session", "/api/nothing", "/healthz"])
def test_every_answer_has_its_id_and_the_safe_headers(path: str) -> None:
    answer = Client().get(path)
    assert len(answer["X-Request-Id"]) == 16
    policy = answer["Content-Security-Policy"]
    for part in ("script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert f"{part};" in policy + ";"
    assert "unsafe-eval" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] in {"no-store", "no-cache"}


@pytest.mark.django_db
def test_an_unknown_api_address_is_json_and_any_other_is_the_application() -> None:
    answer = Client().get("/api/nothing")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert answer.json()["error"]["request_id"] == answer["X-Request-Id"]
    page = Client().get("/customers/5")
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert Client().post("/customers/5").status_code == 405
    assert Client().get("/static/nothing.js").status_code == 404


def test_a_foreign_host_is_refused() -> None:
    assert Client().get("/api/instance", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_a_refusal_speaks_the_readers_language() -> None:
    assert Client().get("/api/session").json()["error"]["message"] == "请先登录。"
    english = Client().get("/api/session", headers={"Accept-Language": "en-GB"})
    assert english.json()["error"]["message"] == "Please sign in."


@pytest.mark.django_db
def test_a_denied_request_is_recorded_with_its_route_not_its_address(cast: Cast) -> None:
    for _ in range(3):
        browser(cast.zhou).post(f"/api/users/{cast.lin.id}/password", {"password": CANARY}, "application/json")
    event = ReadEvent.objects.get(verb="denied")
    details = json.loads(event.details)
    assert (event.actor_id, details["code"], details["right"]) == (cast.zhou.id, "denied", "people.manage")
    assert details["route"].endswith("users/<user_id>/password")
    assert CANARY not in event.details


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[1]", 422),
        (b"{}", 422),
        (b'{"login": 5, "password": "x"}', 422),
        (b"[" * 100_000, 400),
        (b'{"login": "\\ud800", "password": "x"}', 401),
        (b'{"login": "a\\u0000b", "password": "x"}', 401),
    ],
)
def test_a_body_nobody_can_read_is_refused_not_a_crash(body: bytes, status: int) -> None:
    answer = post(browser(), "/api/session", body)
    assert answer.status_code == status, answer.content
    assert set(answer.json()["error"]) == {"code", "message", "details", "request_id"}


@pytest.mark.django_db
def test_what_was_wrong_is_named_without_what_was_sent() -> None:
    answer = post(browser(), "/api/session", orjson.dumps({"login": {"deep": CANARY}, "password": "x"}))
    error = answer.json()["error"]
    assert error["code"] == "invalid"
    assert "login" in error["message"]
    assert CANARY not in answer.content.decode()


@pytest.mark.django_db
def test_a_bug_says_its_number_and_nothing_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(queries, "find_people", broken)
    answer = browser(cast.lin).get("/api/people", {"q": CANARY})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (500, "internal")
    assert error["request_id"] in error["message"]
    assert CANARY not in answer.content.decode()
    lines = [JsonLine().format(record) for record in caplog.records]
    assert any('"exception":"RuntimeError"' in line for line in lines)
    assert CANARY not in "".join(lines)


@pytest.mark.parametrize(
    "failure",
    [OSError(errno.ENOSPC, "No space left on device"), OperationalError("database or disk is full")],
)
def test_a_full_disk_is_said_clearly(failure: Exception) -> None:
    answer = failures.broken(RequestFactory().get("/api/x"), failure)
    assert answer.status_code == 507
    assert json.loads(answer.content)["error"]["code"] == "disk_full"


def caused(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (caused(psycopg.OperationalError("server closed the connection unexpectedly")), 503),
        (caused(psycopg.errors.AdminShutdown("terminating connection")), 503),
        (caused(psycopg.errors.CannotConnectNow("the database system is starting up")), 503),
        (OperationalError("database is locked"), 503),
        (caused(psycopg.errors.OutOfMemory("out of memory")), 500),
        (OperationalError("no such table: archive_customer"), 500),
    ],
)
def test_a_database_that_is_away_is_told_from_a_bug(failure: Exception, status: int) -> None:
    answer = failures.broken(RequestFactory().get("/api/x"), failure)
    assert answer.status_code == status
    assert json.loads(answer.content)["error"]["code"] == ("database_away" if status == 503 else "internal")


def test_a_log_line_cannot_be_forged() -> None:
    record = logging.LogRecord("x", logging.WARNING, "f", 1, 'a\n{"level":"INFO"}\x1b[31m', None, None)
    line = JsonLine().format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    assert json.loads(line)["level"] == "WARNING"


def test_an_endpoint_says_who_may_use_it_in_the_document() -> None:
    schema = api.get_openapi_schema(path_prefix="/api/")
    assert schema["openapi"].startswith("3.1")
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation.get("x-right"), f"{method} {path}"
            assert "default" in operation["responses"], f"{method} {path}"
    assert schema["paths"]["/api/instance"]["get"]["security"] == []
    assert schema["paths"]["/api/self-service"]["get"]["security"] == [{"customer": []}]
    assert set(schema["components"]["securitySchemes"]) == {"token", "session", "customer"}


def test_the_reference_page_loads_nothing_from_elsewhere() -> None:
    page = Client().get("/api/docs").content.decode()
    assert "swagger-ui-bundle.js" in page
    assert "https://" not in page
    assert "http://" not in page
    assets = [part.split('"')[0] for part in page.split('src="')[1:]]
    assert len(assets) == 2
    for asset in assets:
        assert Client().get(asset).status_code == 200, asset
    assert Client().get("/api/openapi.json").json()["info"]["title"] == "Kedang"


@pytest.mark.django_db
def test_the_address_behind_a_trusted_proxy_is_the_senders_and_nobody_else_can_claim_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(cast.lin)
    client.get("/api/people", headers={"X-Forwarded-For": "203.0.113.9"})
    seen: list[str] = []
    original = queries.find_people

    def look(actor: Any, text: str) -> Any:
        seen.append(actor.ip)
        return original(actor, text)

    monkeypatch.setattr(queries, "find_people", look)
    client.get("/api/people", headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == ["127.0.0.1"]


@pytest.mark.django_db
def test_a_page_that_names_many_people_asks_once_whether_people_have_changed(cast: Cast) -> None:
    reader = browser(cast.wang)
    customer = file_customer(cast.zhou, name="张伟")
    for _ in range(5):
        body = {"kind": "call", "outcome": "talked"}
        assert send(reader, "POST", f"/customers/{customer}/interactions", body).status_code == 201
    with CaptureQueriesContext(connection) as captured:
        answer = reader.get(f"/api/customers/{customer}/timeline").json()
    people = [moment["interaction"]["by"]["name"] for moment in answer["moments"] if moment["kind"] == "interaction"]
    assert people == ["王磊"] * 5
    asked = [each["sql"] for each in captured.captured_queries if "accounts_policy_version" in each["sql"]]
    assert len(asked) == 2, "once with the session, once for all the names"


@pytest.mark.django_db
def test_what_changed_between_two_requests_is_seen_by_the_second(cast: Cast) -> None:
    reader = browser(cast.wang)

    def names() -> set[str]:
        return {each["name"] for each in reader.get("/api/people").json()["people"]}

    assert "新名字" not in names()
    User.objects.filter(id=cast.wang.id).update(name="新名字")
    bump()
    assert "新名字" in names()
