"""A demo server of ours on this machine, and somebody signed in to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tools.stamps import ROOT

START_SECONDS = 240
ADMIN = "admin"
OTHERS_LEAN_ON = {"users", "roles", "sessions", "tokens"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """The headers of a session, to be sent with every request."""

    login: str
    cookie: str
    csrf: str

    @property
    def headers(self) -> dict[str, str]:
        """As HTTP headers."""
        return {"Cookie": self.cookie, "X-CSRFToken": self.csrf}


@contextmanager
def demo(database: str = "") -> Iterator[str]:
    """`kedang serve` with the demo organisation in a home of its own; its address."""
    with tempfile.TemporaryDirectory(prefix="kedang-scan-") as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "KEDANG_HOME": home, "KEDANG_DEMO": "1", "KEDANG_DATABASE_URL": database}
        command = [sys.executable, "-m", "kedang", "serve", "--port", str(port)]
        log = Path(home, "scan.log").open("wb")  # noqa: SIM115 - closed with the server
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            log.close()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.5)
        else:
            return
    sys.exit(f"[scan] the demo server did not start ({process.poll()})")


def document(address: str) -> dict[str, Any]:
    """The OpenAPI document."""
    with urllib.request.urlopen(f"{address}/api/openapi.json", timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def logins(address: str) -> dict[str, str]:
    """The demo accounts with their public passwords."""
    with urllib.request.urlopen(f"{address}/api/instance", timeout=30) as answer:
        accounts = json.load(answer)["demo_accounts"]
    return {account["login"]: account["password"] for account in accounts}


def sign_in(address: str, login: str, password: str) -> Visitor:
    """Open a session."""
    browser, jar = _browser(address)
    _post(browser, jar, f"{address}/api/session", {"login": login, "password": password})
    cookies = _cookies(jar)
    return Visitor(login, "; ".join(f"{name}={value}" for name, value in cookies.items()), cookies["csrftoken"])


def choose_own(address: str, login: str, first: str, own: str) -> None:
    """The first sign-in of somebody new: a password of their own in place of the one they were handed."""
    browser, jar = _browser(address)
    _post(browser, jar, f"{address}/api/session", {"login": login, "password": first})
    _post(browser, jar, f"{address}/api/session/step", {"password": own})


def _browser(address: str) -> tuple[urllib.request.OpenerDirector, CookieJar]:
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{address}/api/instance", timeout=30).close()
    return browser, jar


def _post(browser: urllib.request.OpenerDirector, jar: CookieJar, url: str, body: Any) -> None:
    headers = {"Content-Type": "application/json", "X-CSRFToken": _cookies(jar)["csrftoken"]}
    browser.open(urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST"), timeout=30).close()


def everybody(address: str) -> dict[str, str]:
    """Login and password of an account for each built-in role: those of the demo, and one made for each role that nobody there holds."""
    accounts = logins(address)
    admin = sign_in(address, ADMIN, accounts[ADMIN])
    people = _get(address, admin, "/api/users")["users"]
    held = {role["id"] for person in people for role in person["roles"]}
    for role in _get(address, admin, "/api/roles")["roles"]:
        if role["builtin"] and role["id"] not in held:
            login = role["code"].replace("_", "-")
            body = {"login": login, "name": role["code"], "role_ids": [role["id"]]}
            first = _send(address, admin, "/api/users", body)["first_password"]["password"]
            accounts[login] = accounts[ADMIN] + "!"
            choose_own(address, login, first, accounts[login])
    return accounts


def real_ids(address: str, visitor: Visitor, places: Iterable[str]) -> dict[str, str]:
    """An id that is there, for each place with a list the visitor may read; of people and roles none, or a scanner shuts itself out."""
    found = {}
    for place in sorted(set(places) - OTHERS_LEAN_ON):
        try:
            listed = _get(address, visitor, f"/api/{place}")
        except urllib.error.HTTPError:
            continue
        if first := _first_id(listed):
            found[place] = first
    return found


def _first_id(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["id"]) if value.get("id") else next(filter(None, map(_first_id, value.values())), "")
    return next(filter(None, map(_first_id, value)), "") if isinstance(value, list) else ""


def _get(address: str, visitor: Visitor, path: str) -> Any:
    with urllib.request.urlopen(urllib.request.Request(address + path, headers=visitor.headers), timeout=30) as answer:
        return json.load(answer)


def _send(address: str, visitor: Visitor, path: str, body: Any) -> Any:
    headers = {**visitor.headers, "Content-Type": "application/json"}
    request = urllib.request.Request(address + path, json.dumps(body).encode(), headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def answers(address: str, visitor: Visitor, path: str) -> bool:
    """Whether a question is one that is answered, and not refused for how it is asked."""
    try:
        _get(address, visitor, path)
    except urllib.error.HTTPError:
        return False
    except ValueError:
        # No JSON: a file.
        return True
    return True


def is_signed_in(address: str, visitor: Visitor) -> bool:
    """Whether the session is still there: a scan that signed itself out has tried doors only."""
    request = urllib.request.Request(f"{address}/api/session", headers=visitor.headers)
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError:
        return False
    return True


def _cookies(jar: CookieJar) -> dict[str, str]:
    return {cookie.name: cookie.value or "" for cookie in jar}
