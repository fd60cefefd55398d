"""What every answer says to the browser, on every route and in every kind of failure."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kedang.config import pages
from kedang.config.failures import broken
from kedang.kit.env import settings
from tests.people import browser, make_cast
from tools.routes import routes

ALWAYS = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "X-Frame-Options": {"DENY"},
    "Cache-Control": {"no-store", "private, no-store"},
}
HANDFUL = {"id": "1", "secret": "x" * 40, "kind": "person", "code": "city"}


def faults(answer: Any) -> list[str]:
    """What an answer lacks."""
    found = [f"{name}: {answer.get(name)}" for name, fine in ALWAYS.items() if answer.get(name) not in fine]
    policy = answer.get("Content-Security-Policy", "")
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        if part not in policy:
            found.append(f"policy lacks {part}")
    # A page sets the height of a growing text field by its style attribute; nothing else in line is allowed.
    if "unsafe" in policy.replace("style-src-attr 'unsafe-inline'", ""):
        found.append("the policy allows something unsafe")
    kind = answer.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind.lower():
        found.append(f"{kind} without charset")
    if answer.status_code != 204 and not kind:
        found.append("no content type")
    if any(name.startswith("Access-Control-") for name in answer.headers):
        found.append("lets other origins read")
    if isinstance(answer, StreamingHttpResponse):
        b"".join(answer.streaming_content)  # type: ignore[arg-type]
    return found


def address(path: str) -> str:
    """A route with something in each of its places."""
    return re.sub(r"{(\w+)}", lambda place: HANDFUL.get(place[1], "1"), path)


@pytest.mark.django_db
def test_every_route_keeps_its_headers_for_who_is_known_and_who_is_not() -> None:
    wang = browser(make_cast().wang)
    wrong: dict[str, list[str]] = {}
    for route in routes():
        if found := faults(Client().generic(route.method, address(route.path))):
            wrong[f"nobody {route.method} {route.path}"] = found
        if route.method == "GET" and (found := faults(wang.get(address(route.path)))):
            wrong[f"wang {route.method} {route.path}"] = found
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/", "localhost", 200),
        ("GET", "/customers/1", "localhost", 200),
        ("POST", "/customers/1", "localhost", 403),
        ("GET", "/healthz", "localhost", 200),
        ("GET", "/api/nothing", "localhost", 404),
        ("GET", "/api/session", "localhost", 401),
        ("POST", "/api/session", "localhost", 403),
        ("TRACE", "/api/session", "localhost", 405),
        ("PUT", "/api/session", "localhost", 405),
        ("GET", "/static/nothing.js", "localhost", 404),
        ("GET", "/static/", "localhost", 404),
        ("GET", "/static/../settings.py", "localhost", 404),
        ("GET", "/.well-known/security.txt", "localhost", 404),
        ("GET", "/.well-known/other", "localhost", 404),
        ("GET", "/api/session", "evil.example", 400),
    ],
)
def test_failures_keep_them_too(method: str, path: str, host: str, status: int) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, path, headers={"Host": host})
    assert (answer.status_code, faults(answer)) == (status, [])


@pytest.mark.django_db
def test_a_bug_keeps_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("canary-of-a-bug")

    monkeypatch.setattr(pages, "_index", fail)
    monkeypatch.setattr(pages, "NOT_BUILT", None)
    answer = Client(raise_request_exception=False).get("/")
    assert (answer.status_code, faults(answer)) == (500, [])
    assert b"canary" not in answer.content
    assert broken.__doc__


def test_a_file_of_the_build_may_be_kept() -> None:
    for path in sorted((Path(pages.__file__).parents[1] / "static_app").glob("assets/*.js"))[:1]:
        answer = Client().get(f"/static/assets/{path.name}")
        assert answer["Cache-Control"].endswith("immutable")
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_nothing_of_the_source_is_served() -> None:
    shell = re.sub(rb"nonce=.[^\"]*.", b"", Client().get("/").content)
    for path in (
        "/.git/config",
        "/.env",
        "/pyproject.toml",
        "/src/kedang/config/settings.py",
        "/kedang.db",
        "/root.key",
    ):
        answer = Client().get(path)
        # The application finds its own way from the address: every other one is its empty page.
        assert re.sub(rb"nonce=.[^\"]*.", b"", answer.content) == shell
    for path in ("/static/../config/settings.py", "/static/%2e%2e/config/settings.py", "/static//etc/passwd"):
        assert Client().get(path).status_code == 404


def test_each_page_has_a_nonce_of_its_own_and_allows_no_other_style() -> None:
    first, second = Client().get("/"), Client().get("/")
    nonces = [re.search(r"style-src 'self' 'nonce-([\w-]{22})'", a["Content-Security-Policy"]) for a in (first, second)]
    assert all(nonces)
    assert nonces[0][1] != nonces[1][1]  # type: ignore[index]
    assert pages.NONCE not in first.content
    assert "script-src 'self';" in first["Content-Security-Policy"]


def all_patterns(resolver: URLResolver) -> list[URLPattern]:
    """Every address Django knows."""
    found: list[URLPattern] = []
    for each in resolver.url_patterns:
        found += all_patterns(each) if isinstance(each, URLResolver) else [each]
    return found


def test_what_answers_outside_the_api_is_a_short_list() -> None:
    views = {
        p.callback.__name__ for p in all_patterns(get_resolver()) if p.callback.__module__ == "kedang.config.pages"
    }
    assert views == {"healthz", "security_txt", "nothing", "application"}
    public = {(route.method, route.path) for route in routes() if route.right == "public"}
    opened = views - {"nothing"}  # It says of every other address that there is none.
    assert len(public) + len(opened) <= 12


def test_whom_to_tell_of_a_weakness(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    monkeypatch.setenv("KEDANG_SECURITY_CONTACT", "mailto:security@example.com")
    settings.cache_clear()
    try:
        answer = Client().get("/.well-known/security.txt")
    finally:
        monkeypatch.delenv("KEDANG_SECURITY_CONTACT")
        settings.cache_clear()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@example.com"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00Z", lines["Expires"])


OVER_HTTPS = """
import json, django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from kedang.accounts.presenting import keep_cookie
from kedang.accounts.sessions import OpenedSession
answer = Client().get("/api/session", headers={"Host": "kedang.example"})
response = HttpResponse()
keep_cookie(response, type("Opened", (), {"secret": "s", "hours": 12})())
print(json.dumps({"csrf": answer.cookies.output(), "session": response.cookies.output(),
                  "hsts": answer["Strict-Transport-Security"]}))
"""


def test_over_https_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    env = dict(os.environ, KEDANG_HOME=str(tmp_path), KEDANG_PUBLIC_URL="https://kedang.example", PYTHONPATH="src")
    env |= {"KEDANG_ALLOWED_HOSTS": "kedang.example", "DJANGO_SETTINGS_MODULE": "kedang.config.settings"}
    env.pop("KEDANG_DATABASE_URL", None)
    told = subprocess.run([sys.executable, "-c", OVER_HTTPS], env=env, capture_output=True, text=True, check=True)
    found = json.loads(told.stdout)
    assert found["hsts"] == "max-age=31536000; includeSubDomains"
    for name, line in (("__Host-csrftoken", found["csrf"]), ("__Host-kedang_session", found["session"])):
        assert f"Set-Cookie: {name}=" in line
        assert "Secure" in line
        assert "Path=/" in line
        assert "Domain" not in line
        assert "SameSite=Lax" in line
    assert "HttpOnly" in found["session"]
